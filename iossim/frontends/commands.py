"""The program's command line: every command, its arguments, and where it is carried out.

`COMMANDS` is the table. A row names a function as `module:function`, which is imported when the command is given:
`--help` loads no screen, no server and no lab. A row without a function is a command that this version does not have
yet; it says so and ends with code 2.

Exit codes: 0 fine; 1 something asked for did not hold, or the program itself failed; 2 the call, a file or the terminal
is wrong, before anything ran; 130 interrupted. A closed pipe ends the program silently.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module

from iossim import __version__

NOT_HERE = 2

CODES = """\
exit codes:
  0    fine
  1    something asked for did not hold (a failed step, a check), or iossim itself failed
  2    the call, a file or the terminal is wrong; nothing was run
  130  interrupted
"""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `run` is `module:function`, called with the parsed arguments, or empty."""

    name: str
    summary: str
    description: str
    examples: str
    arguments: Callable[[ArgumentParser], None]
    run: str = ""


def _lab(parser: ArgumentParser) -> None:
    parser.add_argument("lab", nargs="?", default="headend", metavar="NAME|FILE", help="a lab, or a lab file")
    parser.add_argument("--plain", action="store_true", help="one console in this terminal, without the screen")
    parser.add_argument("--serve", action="store_true", help="also let telnet and SSH clients in, on loopback")


def _exercise(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help="the exercise to work on; without it there is a menu")
    parser.add_argument("--list", action="store_true", help="list the exercises")
    parser.add_argument("--json", action="store_true", help="with --list or --attempts: as JSON")
    saved = parser.add_mutually_exclusive_group()
    saved.add_argument("--attempts", action="store_true", help="list your saved attempts")
    saved.add_argument("--resume", metavar="ATTEMPT", help="go on with a saved attempt")
    saved.add_argument("--rename", nargs=2, metavar=("ATTEMPT", "NAME"), help="give a saved attempt another name")
    saved.add_argument("--export", nargs=2, metavar=("ATTEMPT", "FILE"), help="copy a saved attempt to a file")
    saved.add_argument("--delete", metavar="ATTEMPT", help="throw a saved attempt away")
    parser.add_argument(
        "--seed", type=_number, default=1, metavar="N", help="another variation (default 1, the document's own)"
    )


def _demo(parser: ArgumentParser) -> None:
    parser.add_argument("demo", nargs="?", metavar="ID|FILE.session", help="a demonstration, or a session of your own")
    parser.add_argument("--list", action="store_true", help="list the demonstrations")
    parser.add_argument("--plain", action="store_true", help="without the screen: note by note, Enter goes on")
    parser.add_argument(
        "--json", action="store_true", help="with --list: as JSON; with a demonstration: as `run --json`"
    )


def _exam(parser: ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="publish|take|grade", required=True)
    for name, summary, arguments in (
        ("publish", "make the candidates' papers from a definition", _publish),
        ("take", "take an exam", _take),
        ("grade", "play submissions again and mark them", _grade),
    ):
        arguments(what.add_parser(name, help=summary, description=summary, allow_abbrev=False))


def _publish(parser: ArgumentParser) -> None:
    parser.add_argument("definition", metavar="DEFINITION", help="the exam: a YAML file, or practice")
    parser.add_argument("--candidate", action="append", metavar="NAME", help="who it is for; may be given again")
    parser.add_argument("--candidates", metavar="FILE", help="a list of candidates, a name a line")
    parser.add_argument("--seed", type=_number, metavar="N", help="this form for everybody (default: one by name)")
    parser.add_argument("--locked", action="store_true", help="a paper opens only with a code, which is printed here")
    parser.add_argument("-o", "--output", metavar="FILE|FOLDER", help="the file, or the folder for several")


def _take(parser: ArgumentParser) -> None:
    parser.add_argument("paper", metavar="PAPER", help="the paper that you were given")
    parser.add_argument("--plain", action="store_true", help="in this terminal, without the screen")
    parser.add_argument("-o", "--output", metavar="FILE", help="the submission (default: beside the paper)")


def _grade(parser: ArgumentParser) -> None:
    parser.add_argument("definition", metavar="DEFINITION", help="the exam: a YAML file")
    parser.add_argument("files", nargs="+", metavar="FILE", help="submissions, or folders with them")
    parser.add_argument("--json", action="store_true", help="the marks as JSON")
    parser.add_argument("--csv", metavar="FILE", help="the class as a table for a spreadsheet")
    parser.add_argument("--html", metavar="FILE", help="the class, its items and its candidates as a page")
    parser.add_argument("--reports", metavar="FOLDER", help="a report for each candidate")
    parser.add_argument("--codes", metavar="FILE", help="codes as you noted them: lines candidate,start code,end code")
    parser.add_argument("--reveal", action="store_true", help="also what the definition keeps hidden")
    parser.add_argument("--unfinished", action="store_true", help="mark what was not handed in, as far as it goes")
    parser.add_argument("--seed", type=_number, metavar="N", help="papers were published with this --seed")
    parser.add_argument("--jobs", type=_number, metavar="N", help="so many processes (default: as many as processors)")
    parser.add_argument(
        "--patience", type=_number, default=120, metavar="S", help="seconds for one submission (default 120)"
    )


def _run(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.session|-", help="the session; - reads standard input")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="print only what does not hold")
    how.add_argument("--update", action="store_true", help="rewrite the file with the output that came")
    parser.add_argument(
        "--json", action="store_true", help="JSON Lines: an object a step, a message, a change of voice"
    )
    parser.add_argument("--seed", type=_number, metavar="N", help="use another seed than the session's")


def _failover(parser: ArgumentParser) -> None:
    parser.add_argument("--reload", required=True, metavar="D", help="the head-end router to reload")
    parser.add_argument("--peer", metavar="D", help="where home 1 is peered before (default: the reloaded router)")
    parser.add_argument("--after", metavar="D", help="reload this one first, then wait ten minutes after it is up")
    parser.add_argument("--profile", default="seed", metavar="P", help="seed (default), phase or top-of-list")
    parser.add_argument("--runs", type=_number, default=1, metavar="N", help="so many runs, with seeds S, S+1, ...")
    parser.add_argument("--seed", type=_number, default=1, metavar="S", help="the first seed (default 1)")
    parser.add_argument("--remotes", type=_number, default=0, metavar="N", help="so many homes more")
    parser.add_argument("--json", action="store_true", help="the measurements as JSON")
    parser.add_argument("--plot", metavar="FILE.svg", help="draw the distribution")


def _replay(parser: ArgumentParser) -> None:
    told = "a recorded session: a file, or the name of one of yours; without it these are listed"
    parser.add_argument("journal", nargs="?", metavar="JOURNAL", help=told)
    parser.add_argument("--headless", action="store_true", help="without a screen, as fast as possible")
    parser.add_argument("--json", action="store_true", help="headless, as JSON Lines: inputs, output, the fingerprint")
    parser.add_argument("--speed", type=_number, default=1, metavar="N", help="times real time, 1 to 1000 (default 1)")


def _serve(parser: ArgumentParser) -> None:
    for kind in ("telnet", "ssh", "web"):
        parser.add_argument(f"--{kind}", action="store_true", help=f"serve {kind}")
    parser.add_argument("--json", action="store_true", help="the ports as JSON, an object a router")
    parser.add_argument("--lab", default="headend", metavar="NAME", help="the lab (default headend)")
    parser.add_argument("--remotes", type=_number, default=0, metavar="N", help="so many homes more")
    parser.add_argument("--base-port", type=_number, metavar="N", help="the first router's ports; ten a router (2000)")
    parser.add_argument("--bind", default="127.0.0.1", metavar="ADDR", help="where to listen (default loopback)")
    parser.add_argument("--credentials", metavar="FILE", help="who may come from elsewhere: lines name:password")


def _check(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with files")
    parser.add_argument("--json", action="store_true", help="the mistakes as JSON")
    parser.add_argument(
        "--patience", type=_number, default=600, metavar="S", help="seconds for one exercise (default 600)"
    )


def _commands(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--release", default="12.2(11)T", metavar="R", help="as of this release (default 12.2(11)T)")
    what.add_argument(
        "--profile", default="", metavar="P", help="a release form (15.1M), or the constants of seed, phase ..."
    )
    parser.add_argument("--json", action="store_true", help="the listing as JSON")


def _none(parser: ArgumentParser) -> None:
    """No arguments."""


COMMANDS: tuple[Command, ...] = (
    Command(
        "lab",
        "free practice in a whole network",
        "A network to practise in: type at any router, call, reload, cut cables, and ask why.",
        "iossim lab\niossim lab headend --plain\niossim lab my-lab.yaml --serve",
        _lab,
        "iossim.frontends.tui.run:lab",
    ),
    Command(
        "exercise",
        "guided exercises, at your own pace",
        "Guided exercises that are checked against the network itself, with hints on request.",
        "iossim exercise --list\niossim exercise 1.3\niossim exercise 1.3 --seed 4\niossim exercise --attempts",
        _exercise,
        "iossim.frontends.course.command:exercise",
    ),
    Command(
        "demo",
        "a demonstration for an instructor",
        "A demonstration: play, pause, step, jump, and take over the keyboard at any time.",
        "iossim demo\niossim demo --list\niossim demo reload-standby\niossim demo failover.session --plain",
        _demo,
        "iossim.frontends.demo.command:demo",
    ),
    Command(
        "exam",
        "publish, take and grade an exam",
        "Exams: publish one, take it against the clock, and grade submissions by playing them again.",
        "iossim exam publish final.yaml --candidate 'Alex Example' -o alex.exam\niossim exam take alex.exam\n"
        "iossim exam grade final.yaml alex.submission --html class.html",
        _exam,
        "iossim.frontends.exam.command:exam",
    ),
    Command(
        "run",
        "run a session file without a screen",
        "Run a session: type its inputs, do its actions, compare its expected output. The transcript goes to standard\n"
        "output and is a session again; what does not hold goes to standard error.",
        "iossim run failover.session\niossim run failover.session --check\niossim run failover.session --update\n"
        "printf 'lab headend, settled\\ngateway-1#show clock\\n' | iossim run - --json",
        _run,
        "iossim.frontends.batch.run:run",
    ),
    Command(
        "failover",
        "measure how long a conversation is interrupted",
        "Reload a head-end router during a call and measure the outage, its phases, and their distribution.",
        "iossim failover --reload gateway-1\niossim failover --reload gateway-1 --runs 200 --json --plot outage.svg",
        _failover,
        "iossim.frontends.failover.command:failover",
    ),
    Command(
        "replay",
        "run a recorded session again",
        "Play a journal again: in the console, where it can be paused and sped up and is yours from its end on; or without\n"
        "a screen, as a transcript with times. Journals are kept in the user's state folder, iossim/journals.",
        "iossim replay\niossim replay monday.journal --speed 10\niossim replay monday.journal --headless",
        _replay,
        "iossim.frontends.replay.command:replay",
    ),
    Command(
        "serve",
        "let telnet and SSH clients into a lab",
        "Serve the consoles and virtual terminals of a lab to telnet and SSH clients, on loopback unless told otherwise.\n"
        "Prints a table of ports, then READY, and runs until it is interrupted.",
        "iossim serve\niossim serve --remotes 92\niossim serve --telnet --lab pair --base-port 3000\n"
        "iossim serve --ssh --bind 192.0.2.1 --credentials users.txt",
        _serve,
        "iossim.frontends.servers.run:serve",
    ),
    Command(
        "check",
        "find every mistake in the files of an author",
        "Validate labs and sessions without running them, and exercises by playing their solutions and mistakes: every\n"
        "mistake with file and line. A folder stands for all files in it that can be checked.",
        "iossim check failover.session\niossim check my-lab/ --json",
        _check,
        "iossim.frontends.batch.check:check",
    ),
    Command(
        "commands",
        "list what the IOS command line accepts",
        "List the lines that the simulated IOS accepts, by mode, with their help, and which of them are accepted without\n"
        "effect; or the constants that a profile of the simulation consists of.",
        "iossim commands\niossim commands --profile 15.1M --json\niossim commands --profile phase",
        _commands,
        "iossim.frontends.batch.listing:commands",
    ),
)

CONSOLE = Command("console", "", "", "", _none, "iossim.frontends.tui.run:menu")
"""What `iossim` without a command opens: the menu of exercises, demonstrations, exams and free labs."""


def build_parser() -> ArgumentParser:
    """The parser of the whole command line; `command` of its result is a row of the table."""
    parser = ArgumentParser(
        prog="iossim",
        description="A training console: Cisco IOS command lines on every router of a simulated network.\n"
        "Without a command it opens the console with its menu. Its keys can be others: a file keys.yaml in the user's\n"
        "configuration folder (~/.config/iossim on Linux) says which; F1 in the console names the folder.",
        epilog=f"examples:\n  iossim\n  iossim lab headend\n  iossim run failover.session --check\n\n{CODES}\n"
        "`iossim COMMAND --help` explains a command.",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"iossim {__version__}")
    parser.set_defaults(command=CONSOLE)
    rows = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        row = rows.add_parser(
            command.name,
            help=command.summary + ("" if command.run else " (not in this version)"),
            description=command.description,
            epilog="examples:\n" + "".join(f"  {line}\n" for line in command.examples.split("\n")) + f"\n{CODES}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.arguments(row)
        row.set_defaults(command=command)
    return parser


def dispatch(argv: Sequence[str]) -> int:
    """Read the command line and carry it out; the exit code."""
    parser = build_parser()
    _suggest(parser, argv)
    args = parser.parse_args(argv)
    command: Command = args.command
    if not command.run:
        name = f"iossim {command.name}" if command in COMMANDS else "the console"
        sys.stderr.write(f"{name}: not available in this version\n")
        return NOT_HERE
    module, _, function = command.run.partition(":")
    run: Callable[[Namespace], int] = getattr(import_module(module), function)
    return run(args)


def _suggest(parser: ArgumentParser, argv: Sequence[str]) -> None:
    """End with a suggestion when the command is misspelt: better than the list of all."""
    known = [command.name for command in COMMANDS]
    if argv and not argv[0].startswith("-") and argv[0] not in known:
        near = get_close_matches(argv[0], known, 1)
        hint = f'; did you mean "{near[0]}"?' if near else f"; there are {', '.join(known)}"
        parser.error(f'no command is called "{argv[0]}"{hint}')


def _number(text: str) -> int:
    """A whole number that is not negative, for argparse."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)


_number.__name__ = "number"  # argparse prints it: "invalid number value"
