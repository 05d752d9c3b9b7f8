"""`gouji baseline write|update|show`: accept what is found now, keep the decisions, see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from validator.cli._exit_codes import NOTHING_FOUND, UNREADABLE
from validator.cli._problems import wrong_usage
from validator.cli.options.command import CommandGroup
from validator.cli.options.declaring import OptionGroup, only, option
from validator.cli.options.groups import NAME, FormOption, LanguageOption, PathOptions, PlaceOptions, RuleOptions
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.request import Invocation, unreadable_line
from validator.cli.settings.decisions import baseline_file
from validator.messages import say
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.model.waiver import Waiver
    from validator.packs.pack import Pack


TEXT = Text("文字", "TEXT")


class DecisionOptions(OptionGroup):
    """Why a finding is accepted, by whom, until when."""

    heading: ClassVar[Text] = Text("决定", "decision")
    reason: str | None = option("--reason", metavar=TEXT, default=None, text=Text("为什么接受", "why it is accepted"))
    who: str = option("--who", metavar=NAME, default="", text=Text("由谁接受", "who accepts it"))
    until: str | None = option(
        "--until",
        metavar=Text("年-月-日", "YYYY-MM-DD"),
        default=None,
        text=Text("接受到哪一天", "the last day on which it is accepted"),
    )

    def check(self) -> None:
        """Raise WrongUsageError for what is no day."""
        _ = self.day

    @property
    def day(self) -> date | None:
        """The last day on which it is accepted; None for good."""
        try:
            return None if self.until is None else date.fromisoformat(self.until)
        except ValueError:
            raise wrong_usage("no-date", value=clean(self.until or "")) from None


DecidingRules: TypeAlias = Annotated[RuleOptions, only("select", "ignore", "baseline", "deadline", "pack")]


@as_command("write", Text("接受现在的全部问题，写成豁免文件", "Accept everything found now."))
def command_write(
    paths: PathOptions, reading: FormOption, decision: DecisionOptions, rules: DecidingRules, screen: LanguageOption
) -> int:
    """Accept everything that is found now."""
    run = Invocation(paths.paths, None, rules, screen, reading)
    target = _new_file(run)
    if not decision.reason:
        raise wrong_usage("reason-needed")
    result, pack = _checked(run)
    waivers = [one for checked in result.reports for one in _waivers(checked, pack, run, decision)]
    return _done(run, result, target, waivers, {"added": len(waivers), "kept": 0, "dropped": 0, "open": 0})


@as_command("update", Text("去掉已经解决的；写了 --reason 时加上新的", "Drop what is settled; add what is new."))
def command_update(
    paths: PathOptions, reading: FormOption, decision: DecisionOptions, rules: DecidingRules, screen: LanguageOption
) -> int:
    """Drop what is settled and add what is new."""
    from validator.checking.decisions.baseline import read_baseline

    run = Invocation(paths.paths, None, rules, screen, reading)
    target = baseline_file(run.rules.baseline, run.paths)
    if target is None:
        raise wrong_usage("baseline-none")
    old = read_baseline(target)
    result, pack = _checked(run)
    now = {one.fingerprint: one for checked in result.reports for one in _waivers(checked, pack, run, decision)}
    looked_at = {(checked.report.organ, checked.report.year) for checked in result.reports}
    kept = [one for one in old if one.fingerprint in now or (one.organ, one.year) not in looked_at]
    known = {one.fingerprint for one in old}
    new = [one for one in now.values() if one.fingerprint not in known]
    added = new if decision.reason else []
    numbers = {"added": len(added), "kept": len(kept), "dropped": len(old) - len(kept), "open": len(new) - len(added)}
    return _done(run, result, target, [*kept, *added], numbers)


@as_command("show", Text("列出豁免", "Show what is accepted."))
def command_show(place: PlaceOptions, rules: Annotated[RuleOptions, only("baseline")], screen: LanguageOption) -> int:
    """Show what is accepted."""
    from validator.checking.decisions.baseline import read_baseline

    file = baseline_file(rules.baseline, [place.path])
    if file is None:
        raise wrong_usage("baseline-none")
    waivers = read_baseline(file)
    lines = [say("baseline-count", screen.language, path=clean(str(file)), count=len(waivers))]
    lines += [line for one in waivers for line in _lines(one, screen.language)]
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


def _checked(run: Invocation) -> tuple[Result, Pack]:
    """What is found now, waivers left aside."""
    pack = run.prepare()
    return run.checked(pack, run.wanted(pack)), pack


def _waivers(checked: ReportResult, pack: Pack, run: Invocation, decision: DecisionOptions) -> Iterator[Waiver]:
    """A waiver for every finding on a report."""
    from validator.model.waiver import Waiver
    from validator.renderers.words.account import accounts

    report = checked.report
    for account in accounts(checked, pack, run.screen.language):
        yield Waiver(
            account.finding.fingerprint,
            decision.reason or "",
            decision.who,
            decision.day,
            report.organ,
            report.year,
            account.rule.id,
            account.place.form,
            clean(account.sentence),
        )


def _done(run: Invocation, result: Result, target: Path, waivers: Sequence[Waiver], numbers: dict[str, int]) -> int:
    """Write the file and say what is in it; gives the exit code."""
    from validator.checking.decisions.baseline import baseline_text

    language = run.screen.language
    unique = {one.fingerprint: one for one in waivers}
    streams.write(baseline_text(list(unique.values())), target)
    said = [unreadable_line(error, language) for error in result.unreadable]
    said.append(say("baseline-written", language, path=clean(str(target)), **numbers))
    streams.tell("".join(line + "\n" for line in said))
    return UNREADABLE if result.unreadable or not result.reports else NOTHING_FOUND


def _new_file(run: Invocation) -> Path:
    """Where a new file goes: as named, else beside the settings, else beside the first input."""
    from validator.checking.decisions.baseline import FILE
    from validator.cli.settings.files import folder_of_settings

    first = Path(run.paths[0])
    beside = folder_of_settings(str(first)) or (first if first.is_dir() else first.parent)
    target = Path(run.rules.baseline) if run.rules.baseline else beside / FILE
    streams.check_target(target, run.paths)
    if target.exists():
        raise wrong_usage("baseline-exists", path=clean(str(target)))
    return target


command = CommandGroup(
    "baseline", [command_write, command_update, command_show], text=Text("豁免：接受现有的问题", "Accept findings.")
)
