"""From statements to lists: what the lines of an access list mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from iossim.cli.compound import ANY
from iossim.cli.entry import Args
from iossim.device.config import RunningConfig, Statement
from iossim.device.filters import FLAGS, ICMP_NAMES, PROTOCOLS, AccessList, IcmpSpec, Marks, Rule, write_rule
from iossim.features.acl import config as lines


def rule_of(args: Args, extended: bool) -> Rule:
    """The entry a line states."""
    rule = Rule(
        permit=args["action"] == "permit",
        proto=_protocol(args.get("proto", "ip")),
        src=args["src"],
        src_ports=args.get("sport"),
        dst=args.get("dst", ANY),
        dst_ports=args.get("dport"),
        established=bool(args.get("established")),
        flags="".join(flag for word, flag in FLAGS.items() if args.get(word)),
        marks=_marks(args),
        log=bool(args.get("log") or args.get("log-input")),
        input=bool(args.get("log-input")),
        fragments=bool(args.get("fragments")),
        hours=args.get("hours") or "",
        icmp=_icmp(args),
        sequence=args.get(lines.SEQUENCE, 0),
    )
    return replace(rule, text=write_rule(rule, extended))


def _protocol(value: str | int) -> int:
    return value if isinstance(value, int) else PROTOCOLS[value]


def _icmp(args: Args) -> IcmpSpec | None:
    if args.get("icmp"):
        return ICMP_NAMES[args["icmp"]]
    return None if args.get("kind") is None else IcmpSpec(args["kind"], args.get("code"))


def _marks(args: Args) -> Marks | None:
    marks = Marks(args.get("precedence"), args.get("tos"), args.get("dscp"))
    return None if marks == Marks() else marks


def lists_of(config: RunningConfig) -> dict[str, AccessList]:
    """All lists of a configuration by name; numbered ones first, in ascending order."""
    rules: dict[str, list[Rule]] = {}
    kinds: dict[str, bool] = {}
    for name, extended, rule in _entries(config):
        kinds.setdefault(name, extended)
        found = rules.setdefault(name, [])
        if rule is not None:
            found.append(rule)
    return {name: AccessList(name, kinds[name], tuple(found)) for name, found in rules.items()}


def _entries(config: RunningConfig) -> Iterator[tuple[str, bool, Rule | None]]:
    numbered = (*config.all(lines.STANDARD), *config.all(lines.EXTENDED))
    for statement in sorted(numbered, key=_number):
        extended = statement.entry is lines.EXTENDED
        yield str(statement.args["number"]), extended, rule_of(statement.args, extended)
    for opener, entries, extended in (
        (lines.NAMED_STANDARD, lines.STANDARD_ENTRIES, False),
        (lines.NAMED_EXTENDED, lines.EXTENDED_ENTRIES, True),
    ):
        for named in config.all(opener):
            yield named.args["name"], extended, None
            for statement in (one for entry in entries for one in config.all(entry, named.under(()))):
                yield named.args["name"], extended, rule_of(statement.args, extended)


def _number(statement: Statement) -> tuple[int, ...]:
    return lines.by_number(statement.args)
