"""A long routing table: how soon the first page of a display is there on a router with ten thousand routes.

    python -m benchmarks.routes [--routes N] [--runs N]

A head-end of the settled lab is given static routes; then every display that its grammar declares is typed at a console of 24
lines, and stopped at ` --More-- `. Times are milliseconds of CPU, the median of some runs, from the first key to the last
character of the page; the slowest displays are listed, and what the whole of the longest table takes.
"""

from __future__ import annotations

import argparse
from statistics import median
from time import process_time

from iossim.cli.entry import Command
from iossim.device.loader import merge
from iossim.device.router import Router
from iossim.lab import Lab

SLOWEST = 14
SECOND = 1_000_000
PROMPT = "gateway-1#"
PLAIN = "show ip route"


def displays(router: Router) -> list[str]:
    """The shortest form of every display: its words up to the first choice."""
    found = []
    for entry in router.catalog.grammar(router.release).entries():
        if isinstance(entry, Command) and entry.pattern.startswith("show ") and not entry.hidden:
            words = []
            for word in entry.pattern.split():
                if word[0] in "[{(<":
                    break
                words.append(word)
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def page(lab: Lab, text: str) -> float:
    """Type a line, up to the first page or the prompt; milliseconds."""
    start = process_time()
    lab.type("gateway-1", [*text, "enter"])
    spent = process_time() - start
    terminal = lab.terminal("gateway-1")
    if "More" in terminal.last_line:
        lab.type("gateway-1", ["q"])
    lab.advance(SECOND)
    assert terminal.last_line == PROMPT, (text, terminal.last_line)
    terminal.take()
    return 1000 * spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--routes", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    lab = Lab.open("headend", "settled", numbers=True, batch=True)
    router = lab.router("gateway-1")
    console = router.lines.console
    text = "\n".join(
        f"ip route 10.{128 + number // 4096}.{number // 16 % 256}.{number % 16 * 16} 255.255.255.240 10.81.0.1"
        for number in range(args.routes)
    )
    start = process_time()
    complaints = merge(console.context(console.session), text)
    assert not complaints, complaints[:3]
    print(f"{len(router.rib.installed)} routes, typed in {process_time() - start:.1f} s")
    lab.advance(60_000_000)
    lab.type("gateway-1", [*"terminal length 24", "enter"])
    lab.terminal("gateway-1").take()
    measured = {line: median(page(lab, line) for _ in range(args.runs)) for line in displays(router)}
    for line in sorted(measured, key=lambda line: -measured[line])[:SLOWEST]:
        print(f"{measured[line]:9.2f} ms  {line}")
    print(f"{median(measured.values()):9.2f} ms  the median of {len(measured)} displays")
    lab.type("gateway-1", [*"terminal length 0", "enter"])
    print(f"{page(lab, PLAIN):9.2f} ms  all of {PLAIN}")


if __name__ == "__main__":
    main()
