"""`gouji desk`: the page in the browser, for one person or for an office."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli._problems import count_of, wrong_usage
from validator.cli.options.declaring import OptionGroup, only, option
from validator.cli.options.groups import FILE, NAME, NUMBER, RUNNING, LanguageOption, RuleOptions
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.request import Invocation
from validator.messages import say
from validator.model.environment.system_faults import why
from validator.model.text import Text
from validator.renderers.layout.lines import clean

if TYPE_CHECKING:
    from validator.desk.settings import DeskSettings

_NEEDED = ("starlette", "uvicorn", "python_multipart")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}")
_PORTS = 1 << 16


class AddressOptions(OptionGroup):
    """Where the page is, and who may come in."""

    heading: ClassVar[Text] = Text("地址", "address")
    host: str = option(
        "--host",
        metavar=Text("地址", "ADDRESS"),
        default="127.0.0.1",
        text=Text("在哪个地址上等待连接；默认只限本机", "address to listen on; by default only this machine"),
    )
    port: str = option(
        "--port", metavar=NUMBER, default="0", text=Text("端口；0 为任一空闲的", "port; 0: any that is free")
    )
    token_file: str | None = option(
        "--token-file",
        metavar=FILE,
        default=None,
        text=Text("口令从这个文件里读；默认每次随机", "read the token from this file; by default a random one"),
    )
    allow_host: tuple[str, ...] = option(
        "--allow-host",
        metavar=NAME,
        default=(),
        text=Text("用这个主机名也能访问，可有几个", "a host name under which it is reached, or several"),
    )
    no_browser: bool = option("--no-browser", default=False, text=Text("不自动打开浏览器", "do not open the browser"))


class LimitOptions(OptionGroup):
    """What one request may cost, and all together."""

    heading: ClassVar[Text] = RUNNING
    max_megabytes: str = option(
        "--max-megabytes", metavar=NUMBER, default="128", text=Text("一次最多多少 MB", "MB of one request")
    )
    max_files: str = option(
        "--max-files", metavar=NUMBER, default="1000", text=Text("一次最多多少个文件", "files of one request")
    )
    max_seconds: str = option(
        "--max-seconds", metavar=NUMBER, default="600", text=Text("一次最多多少秒", "seconds of one request")
    )
    workers: str | None = option(
        "--workers",
        "-j",
        metavar=NUMBER,
        default=None,
        text=Text("同时检查几次；默认等于处理器核数", "requests at a time; by default as many as cores"),
    )
    max_waiting: str = option(
        "--max-waiting", metavar=NUMBER, default="16", text=Text("最多几次排队", "requests that may wait")
    )
    keep_minutes: str = option(
        "--keep-minutes",
        metavar=NUMBER,
        default="60",
        text=Text("页面上的结果在内存里留多少分钟", "minutes that results of the page are kept in memory"),
    )
    keep_megabytes: str = option(
        "--keep-megabytes",
        metavar=NUMBER,
        default="512",
        text=Text("这些结果最多占多少 MB", "MB that these may take"),
    )


@as_command("desk", Text("打开网页，把年报拖进去检查", "Open a page to drop reports on."))
def command(
    place: AddressOptions,
    limits: LimitOptions,
    rules: Annotated[RuleOptions, only("select", "ignore", "deadline", "pack")],
    screen: LanguageOption,
) -> int:
    """Open the page, and answer until the program is ended."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise wrong_usage("desk-extra")
    settings = _settings(place, limits, screen.language)
    run = Invocation((), None, rules, screen)
    pack = run.prepare()
    from validator.desk.server import run as serve
    from validator.engine.task import RESULT

    task = run.task(RESULT, run.wanted(pack))

    def said(url: str) -> None:
        lines = (say("desk-at", screen.language, url=url), say("desk-end", screen.language))
        streams.tell("".join(line + "\n" for line in lines))

    try:
        serve(settings, pack, task, said, browser=settings.is_local and not place.no_browser)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        raise wrong_usage("desk-no-port", host=settings.host, port=settings.port, reason=why(error)) from None
    return NOTHING_FOUND


def _settings(place: AddressOptions, limits: LimitOptions, language: str) -> DeskSettings:
    from validator.desk.settings import DeskSettings, new_token
    from validator.engine.crews.crew import cores

    port = place.port
    if not (port.isascii() and port.isdigit() and int(port) < _PORTS):
        raise wrong_usage("desk-port", value=clean(port))
    return DeskSettings(
        token=new_token() if place.token_file is None else _token(Path(place.token_file)),
        host=place.host,
        port=int(port),
        names=place.allow_host,
        language=language,
        megabytes=count_of("--max-megabytes", limits.max_megabytes),
        files=count_of("--max-files", limits.max_files),
        seconds=count_of("--max-seconds", limits.max_seconds),
        workers=cores() if limits.workers is None else count_of("--workers", limits.workers),
        waiting=count_of("--max-waiting", limits.max_waiting),
        kept_minutes=count_of("--keep-minutes", limits.keep_minutes),
        kept_megabytes=count_of("--keep-megabytes", limits.keep_megabytes),
    )


def _token(file: Path) -> str:
    """The token in a file; raises WrongUsageError for one that could be guessed, or stand in no address."""
    try:
        token = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    except (OSError, UnicodeDecodeError):
        token = ""
    if not _TOKEN.fullmatch(token):
        raise wrong_usage("desk-no-token", path=clean(str(file)))
    return token
