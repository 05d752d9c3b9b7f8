"""`gouji baseline write|update|show`: accept what is found now, keep the decisions, see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

from validator.cli import _streams as streams
from validator.cli._decision_options import BaselineOption, baseline_file
from validator.cli._options import (
    DeadlineOption,
    FormOption,
    IgnoreOption,
    Job,
    LanguageOption,
    PackOption,
    Paths,
    SelectOption,
    deadlines_of,
    path_of,
)
from validator.cli._parsing import Command, Group
from validator.cli._problems import wrong_usage
from validator.cli._request import NOTHING_FOUND, UNREADABLE, Invocation
from validator.cli.commands.check import rules_asked_for
from validator.messages import say
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.model.waiver import Waiver
    from validator.packs.pack import Pack

app = typer.Typer(cls=Group, rich_markup_mode=None, help="豁免：接受现有的问题 accept findings.")

ReasonOption: TypeAlias = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="为什么接受", show_default=False)
]
WhoOption: TypeAlias = Annotated[str, typer.Option("--who", metavar="NAME", help="由谁接受", show_default=False)]
UntilOption: TypeAlias = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="接受到哪一天", show_default=False)
]


class Decision(NamedTuple):
    """Why a finding is accepted, by whom, until when."""

    reason: str | None
    who: str
    until: date | None


class BaselineRequest(NamedTuple):
    """A command line of `gouji baseline write` or `update`, looked over."""

    run: Invocation
    baseline: str | None
    decision: Decision
    select: tuple[str, ...]
    ignore: tuple[str, ...]


@app.command(
    "update", cls=Command, help="去掉已经解决的；写了 --reason 时加上新的 drop what is settled, add what is new."
)
@app.command("write", cls=Command, help="接受现在的全部问题，写成豁免文件 accept everything found now.")
def decide_command(  # noqa: PLR0913 - one parameter for each option
    context: typer.Context,
    paths: Paths,
    *,
    reason: ReasonOption = None,
    who: WhoOption = "",
    until: UntilOption = None,
    baseline: BaselineOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    deadline: DeadlineOption = None,
    form: FormOption = None,
    pack: PackOption = None,
    language: LanguageOption = "zh",
) -> Job:
    """Write a new file of waivers, or bring the known one up to date: the name of the command says which."""
    run = Invocation(tuple(paths), None, form, None, path_of(pack), language, "never", deadlines_of(deadline))
    decision = Decision(reason, who, _date(until))
    request = BaselineRequest(run, baseline, decision, tuple(select or ()), tuple(ignore or ()))
    return partial(_write if context.info_name == "write" else _update, request)


@app.command("show", cls=Command)
def show_command(
    path: Annotated[str, typer.Argument(metavar="PATH", help="从这个文件或文件夹往上找豁免文件")] = ".",
    *,
    baseline: BaselineOption = None,
    language: LanguageOption = "zh",
) -> Job:
    """列出豁免 show what is accepted."""
    return partial(_show, path, baseline, language)


def _write(request: BaselineRequest) -> int:
    target = _new_file(request)
    if not request.decision.reason:
        raise wrong_usage("reason-needed")
    result, pack = _checked(request)
    waivers = [one for checked in result.reports for one in _waivers(checked, pack, request)]
    return _done(request, result, target, waivers, {"added": len(waivers), "kept": 0, "dropped": 0, "open": 0})


def _update(request: BaselineRequest) -> int:
    from validator.checking.decisions.baseline import read_baseline

    target = baseline_file(request.baseline, request.run.paths)
    if target is None:
        raise wrong_usage("baseline-none")
    old = read_baseline(target)
    result, pack = _checked(request)
    now = {one.fingerprint: one for checked in result.reports for one in _waivers(checked, pack, request)}
    looked_at = {(checked.report.organ, checked.report.year) for checked in result.reports}
    kept = [one for one in old if one.fingerprint in now or (one.organ, one.year) not in looked_at]
    known = {one.fingerprint for one in old}
    new = [one for one in now.values() if one.fingerprint not in known]
    added = new if request.decision.reason else []
    numbers = {"added": len(added), "kept": len(kept), "dropped": len(old) - len(kept), "open": len(new) - len(added)}
    return _done(request, result, target, [*kept, *added], numbers)


def _show(path: str, baseline: str | None, language: str) -> int:
    from validator.checking.decisions.baseline import read_baseline

    file = baseline_file(baseline, [path])
    if file is None:
        raise wrong_usage("baseline-none")
    waivers = read_baseline(file)
    lines = [say("baseline-count", language, path=clean(str(file)), count=len(waivers))]
    lines += [line for one in waivers for line in _lines(one, language)]
    streams.write("".join(line + "\n" for line in lines), None)
    return NOTHING_FOUND


def _lines(waiver: Waiver, language: str) -> Iterator[str]:
    from validator.engine.task import local_day

    report = " ".join(filter(None, (clean(waiver.organ or ""), str(waiver.year or ""))))
    where = say("comma", language).join(filter(None, (report, clean(waiver.place))))
    yield f"{waiver.fingerprint} {clean(waiver.rule)} {where}".rstrip()
    until = waiver.until.isoformat() if waiver.until else say("baseline-for-good", language)
    state = say("baseline-expired", language) if waiver.has_expired(local_day()) else ""
    values = {"reason": clean(waiver.reason), "who": clean(waiver.who) or "-", "until": until + state}
    yield "    " + say("baseline-decision", language, **values)


def _checked(request: BaselineRequest) -> tuple[Result, Pack]:
    """What is found now, waivers left aside."""
    run = request.run
    pack = run.prepare()
    wanted = rules_asked_for(request.select, request.ignore, [rule.id for rule in pack.rules])
    from validator.engine.task import local_day

    return run.checked(pack, wanted, local_day()), pack


def _waivers(checked: ReportResult, pack: Pack, request: BaselineRequest) -> Iterator[Waiver]:
    """A waiver for every finding on a report."""
    from validator.model.waiver import Waiver
    from validator.renderers.words.account import accounts

    report = checked.report
    for account in accounts(checked, pack, request.run.language):
        yield Waiver(
            account.finding.fingerprint,
            request.decision.reason or "",
            request.decision.who,
            request.decision.until,
            report.organ,
            report.year,
            account.rule.id,
            account.place.form,
            clean(account.sentence),
        )


def _done(
    request: BaselineRequest, result: Result, target: Path, waivers: Sequence[Waiver], numbers: dict[str, int]
) -> int:
    """Write the file and say what is in it; gives the exit code."""
    from validator.checking.decisions.baseline import baseline_text

    language = request.run.language
    unique = {one.fingerprint: one for one in waivers}
    streams.write(baseline_text(list(unique.values())), target)
    said = [
        say(
            "concise-unreadable",
            language,
            path=clean(error.path),
            reason=error.reason[language],
            hint=error.hint[language],
        )
        for error in result.unreadable
    ]
    said.append(say("baseline-written", language, path=clean(str(target)), **numbers))
    streams.tell("".join(line + "\n" for line in said))
    return UNREADABLE if result.unreadable or not result.reports else NOTHING_FOUND


def _new_file(request: BaselineRequest) -> Path:
    """Where a new file goes: as named, else beside the settings, else beside the first input."""
    from validator.checking.decisions.baseline import FILE
    from validator.cli._settings import folder_of_settings

    first = Path(request.run.paths[0]).absolute()
    beside = folder_of_settings(str(first)) or (first if first.is_dir() else first.parent)
    target = Path(request.baseline) if request.baseline else beside / FILE
    streams.check_target(target, request.run.paths)
    if target.exists():
        raise wrong_usage("baseline-exists", path=clean(str(target)))
    return target


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong_usage("no-date", value=clean(text)) from None
