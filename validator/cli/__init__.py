"""The command `gouji`. This package is the only place that ends the process.

Each command parses its options into a request and gives back a job; the jobs run here, where whatever can go wrong is
turned into a message and an exit code.
"""

from __future__ import annotations

import os
import sys

from validator.cli._at_once import COMMANDS, COMPLETE, answer

TYPE_CHECKING = False  # To load `typing` takes as long as to start Python.
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

    from validator.model.errors import BrokenPatternError, Fault

_FEWER_COLLECTIONS = 50_000
"""New objects after which Python looks for those that nothing refers to any more."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line (None: that of the process) and end the process with its exit code."""
    _open_what_is_closed()
    ending = _ending_at_once()
    arguments = sys.argv[1:] if arguments is None else [*arguments]
    said = answer(arguments)
    code = 0 if said is not None and _told(said) else _begin(arguments)
    try:
        sys.stdout.flush()
    except OSError:
        from validator.cli.output.streams import silence

        silence(sys.stdout)
    ending.append(code)
    sys.exit(code)


def _open_what_is_closed() -> None:
    """Standard streams that whoever started this has closed lead nowhere: the next file would take their number."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123 - open to the end
            if stream.fileno() == number:
                os.set_inheritable(number, True)  # noqa: FBT003 - takes no names
            setattr(sys, name, stream)


def _ending_at_once() -> list[int]:
    """Have the process end as soon as all is done that is to be done at its end; gives where its exit code is put.

    To take apart what was loaded takes a tenth of the time of a check of one file. What is registered from now on is
    done before; where somebody else was here first, whose turn would come behind this, the process ends as usual.
    """
    import atexit

    codes: list[int] = []

    def end() -> None:
        if codes:
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except (AttributeError, OSError, ValueError):  # there may be none, and it may be closed
                    continue
            os._exit(codes[-1])

    if not atexit._ncallbacks():  # noqa: SLF001 - nothing public tells how many there are
        atexit.register(end)
    return codes


def _told(said: str) -> bool:
    """Say it; whether that could be written."""
    try:
        sys.stdout.write(said)
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _begin(arguments: Sequence[str]) -> int:
    """Settle what holds for the whole process, and run; gives the exit code."""
    import gc
    import signal

    _load_msgspec()
    from validator.packs.kept.patterns import recall

    # Before anything else is loaded that has patterns.
    recall()
    from validator.cli.output.streams import set_encoding
    from validator.engine.isolation.forked import may_fork

    may_fork()
    # What is loaded at the start stays: looking through it again and again for what can go takes a tenth of the time.
    gc.set_threshold(_FEWER_COLLECTIONS)
    # Whoever ends a run from outside gets what there is so far, and no process is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    set_encoding(sys.stdout, sys.stderr, asked=os.environ.get("PYTHONIOENCODING", ""))
    return run(arguments)


def _load_msgspec() -> None:
    """Load it without `typing_extensions`, which it takes where that is there, and which takes twice as long as itself.

    Since Python 3.11 `typing` has all that it looks for there. Nobody else loads anything yet.
    """
    absent = "typing_extensions"
    if absent in sys.modules:
        return
    sys.modules[absent] = None  # type: ignore[assignment]  # so that it is not found
    try:
        import msgspec  # noqa: F401 - loaded now
    finally:
        del sys.modules[absent]


def run(arguments: Sequence[str]) -> int:
    """Run a command line; gives its exit code."""
    from validator.cli._exit_codes import CRASHED, INTERRUPTED, WRONG_USAGE
    from validator.cli._problems import WrongUsageError
    from validator.cli.output.streams import OutputError
    from validator.messages import say
    from validator.model.errors import BrokenFileError, BrokenPackError, BrokenPatternError, NoChildError

    language = _language(arguments)
    try:
        return _run(arguments, language)
    except WrongUsageError as error:
        _say(say("wrong-usage", language, message=error.text[language]))
        if error.command is not None:
            _say(say("see-help", language, command=error.command))
    except (BrokenFileError, BrokenPatternError) as error:
        from validator.renderers.rules.faults import render_faults

        broken = error if isinstance(error, BrokenFileError) else BrokenPackError(_faults_of(error))
        what = broken.what
        _say(render_faults(broken.faults, language, f"{what}-broken") + say(f"{what}-unused", language))
    except OutputError as error:
        path = error.path or say("standard-output", language)
        _say(say("cannot-write", language, path=path, reason=error.reason[language]))
    except NoChildError as error:
        _say(say("no-child", language, reason=error.reason[language]))
        return CRASHED
    except KeyboardInterrupt:
        _say(say("interrupted", language))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - exit code 1 would say that the report has faults
        import errno
        import traceback

        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            _say(say("wrong-usage", language, message=say("path-too-long", language, path=error.filename)))
            return WRONG_USAGE
        _say(traceback.format_exc() + say("crashed", language))
        return CRASHED
    return WRONG_USAGE


def _run(arguments: Sequence[str], language: str) -> int:
    from validator.cli._exit_codes import INTERRUPTED, WRONG_USAGE

    if any(name.startswith("GOUJI_") for name in os.environ):
        _warn_of_variables(arguments, language)
    plain = _plain(arguments, language)
    if plain is not None:
        return plain()
    from validator.cli._app import program

    job = program().main([*arguments] or ["--help"], prog_name="gouji", standalone_mode=False, obj=language)
    if job == INTERRUPTED:
        raise KeyboardInterrupt
    # Help and version end in an exit code instead of a job.
    return job() if callable(job) else int(job or 0) if arguments else WRONG_USAGE


def _warn_of_variables(arguments: Sequence[str], language: str) -> None:
    """Say which variables look like those of options and do nothing: a gate may hang on a misspelt one."""
    from validator.cli._problems import offering, phrase
    from validator.cli._variables import unknown_variables

    for name, nearest in unknown_variables(arguments[0] if arguments else None):
        _say(offering(phrase("unknown-variable", name=name), nearest)[language])


def _plain(arguments: Sequence[str], language: str) -> Callable[[], int] | None:
    """What a plain command line asks for, see `CommandLine.plain`; None for any other."""
    if COMPLETE in os.environ or not arguments or arguments[0] not in COMMANDS:
        return None
    from importlib import import_module

    from validator.cli.options.lines import CommandLine

    command = import_module(f"validator.cli.commands.{arguments[0]}").command
    if not isinstance(command, CommandLine):
        return None
    return command.plain(arguments[1:], f"gouji {arguments[0]}", language)


def _faults_of(error: BrokenPatternError) -> tuple[Fault, ...]:
    """All faults of the shipped pack with file and line: a run does not look for them, and knows the first it meets.

    If it has none, the pattern is one that takes too long.
    """
    from validator.model.errors import BrokenPackError, Fault
    from validator.packs.pack import load_pack

    try:
        load_pack()
    except BrokenPackError as broken:
        return broken.faults
    return (Fault("organs.yaml", 1, error.pattern, error.reason),)


def _language(arguments: Sequence[str]) -> str:
    """The language that is asked for, before the command line is parsed: help and wrong usage are told in it, too."""
    from itertools import pairwise

    words = " ".join(arguments).replace("--lang=", "--lang ").split()
    words = words[: words.index("--")] if "--" in words else words
    asked = [after for word, after in pairwise(words) if word == "--lang"] or [os.environ.get("GOUJI_LANG", "").strip()]
    return "en" if asked[-1] == "en" else "zh"


def _say(sentence: str) -> None:
    from validator.cli.output.streams import tell

    tell(sentence + "\n")
