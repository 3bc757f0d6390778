"""From the running configuration to policies (`policy`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.cli.writing import write
from iossim.device.codepoint import DSCP
from iossim.features.qos import config as lines
from iossim.features.qos.early import MARK, Early, Thresholds
from iossim.features.qos.policy import (
    EVERYTHING,
    FULL_QUEUE,
    ClassMap,
    Criterion,
    Police,
    Policy,
    PolicyClass,
    Shape,
)

if TYPE_CHECKING:
    from iossim.cli.entry import Args
    from iossim.device.config import RunningConfig, SectionKey, Statement

KILO = 1000
DEEPEST = 3
"""Policies within policies."""
BURST_MILLISECONDS = 200
"""Of a priority class: how long it may send faster than it is given."""
LEAST_BURST, FAST, INTERVAL = 8000, 320_000, 25
"""A shaper whose burst is not given: so many bits up to a rate, then so many milliseconds."""
FLOW_QUEUES = ((64, 16), (128, 32), (256, 64), (512, 128))
"""Bandwidth (kbit/s) up to which so many flow queues are made; beyond, 256."""
POLICE_LEAST = 1500


def class_map(config: RunningConfig, name: str, depth: int = 0) -> ClassMap:
    """A class map by name; one that is not there, or is in too many others, matches nothing."""
    if name == lines.DEFAULT_CLASS:
        return EVERYTHING
    statement = config.statement(lines.CLASS_MAP, name=name)
    if statement is None or depth > DEEPEST:
        return ClassMap(name, True, ())
    matches = [one for one in config.all_of(statement.under(())) if one.entry in lines.MATCHES]
    criteria = tuple(_criterion(config, one, depth) for one in matches)
    return ClassMap(name, statement.args["how"] == "match-any", criteria)


def _criterion(config: RunningConfig, statement: Statement, depth: int) -> Criterion:
    entry, args = statement.entry, statement.args
    negated = bool(args.get("not"))
    text = write(entry, args, str).removeprefix("match ").removeprefix("not ")
    match entry:
        case lines.MATCH_LIST:
            return Criterion("list", (str(args["number"]),), text, negated)
        case lines.MATCH_NAMED:
            return Criterion("list", (args["list"],), text, negated)
        case lines.MATCH_CLASS:
            return Criterion("class", (), text, negated, class_map(config, args["class"], depth + 1))
        case lines.MATCH_INPUT:
            return Criterion("input", (args["interface"],), text, negated)
        case lines.MATCH_DSCP:
            numbers = " ".join(map(str, args["codepoints"]))
            return Criterion("dscp", tuple(args["codepoints"]), f"ip dscp {numbers}", negated)
        case lines.MATCH_PRECEDENCE:
            numbers = " ".join(map(str, args["levels"]))
            return Criterion("precedence", tuple(args["levels"]), f"ip precedence {numbers}", negated)
        case lines.MATCH_PORTS:
            return Criterion("ports", (args["low"], args["low"] + args["range"]), text, negated)
        case lines.MATCH_RTP:
            return Criterion("rtp", (args.get("media", ""),), text, negated)
        case _:
            return Criterion("any", (), text, negated)


def class_maps(config: RunningConfig) -> Iterator[ClassMap]:
    """All class maps, the default one last."""
    for statement in config.all(lines.CLASS_MAP):
        yield class_map(config, statement.args["name"])
    yield EVERYTHING


def policy_names(config: RunningConfig) -> tuple[str, ...]:
    """The policy maps there are."""
    return tuple(one.args["name"] for one in config.all(lines.POLICY_MAP))


def policy(config: RunningConfig, name: str, kbps: int, path: tuple[str, ...] = ()) -> Policy:
    """A policy map as it is applied where so much bandwidth is."""
    section: SectionKey = ((lines.POLICY_MODE.name, name),)
    named = [one.args["name"] for one in config.all(lines.CLASS, section)]
    if lines.DEFAULT_CLASS not in named:
        named.append(lines.DEFAULT_CLASS)
    return Policy(name, tuple(_class(config, name, one, kbps, (*path, name, one)) for one in named))


def _class(config: RunningConfig, around: str, name: str, kbps: int, path: tuple[str, ...]) -> PolicyClass:
    section = lines.class_section(around, name)
    shape = _shape(config, section)
    inside = shape.target // KILO if shape is not None else kbps
    child = config.value(lines.CHILD, section, "policy")
    nested = child is not None and len(path) < 2 * DEEPEST and config.has(lines.POLICY_MAP, name=child)
    priority, bandwidth = config.args(lines.PRIORITY, section), config.args(lines.BANDWIDTH, section)
    given = _given(priority or bandwidth or {})
    mine = given[1] if given[0] == "kbps" else kbps * given[1] // 100
    fair = config.args(lines.FAIR_QUEUE, section)
    return PolicyClass(
        matching=class_map(config, name),
        path=path,
        priority=priority is not None,
        kbps=mine,
        given=given,
        burst=(priority or {}).get("burst") or mine * BURST_MILLISECONDS // 8,
        fair=(fair.get("queues") or flow_queues(kbps)) if fair is not None else 0,
        limit=config.value(lines.QUEUE_LIMIT, section, "packets") or FULL_QUEUE,
        early=_early(config, section),
        marks=_marks(config, section),
        shape=shape,
        police=_police(config, section),
        child=policy(config, child, inside, path) if nested else None,
    )


def flow_queues(kbps: int) -> int:
    """How many flow queues IOS makes for a bandwidth."""
    return next((queues for most, queues in FLOW_QUEUES if kbps <= most), 256)


def _given(args: Args) -> tuple[str, int]:
    return next(((name, args[name]) for name in ("kbps", "percent", "remaining") if name in args), ("", 0))


def _shape(config: RunningConfig, section: SectionKey) -> Shape | None:
    args = config.args(lines.SHAPE, section)
    if args is None:
        return None
    rate = args["rate"]
    burst = args.get("bc") or (LEAST_BURST if rate <= FAST else rate * INTERVAL // KILO)
    return Shape(rate, burst, args.get("be", burst), args["how"] == "peak")


def _police(config: RunningConfig, section: SectionKey) -> Police | None:
    args = config.args(lines.POLICE, section)
    if args is None:
        return None
    burst = args.get("normal") or max(POLICE_LEAST, args["bps"] // 32)
    return Police(
        args["bps"],
        burst,
        args.get("maximum") or burst,
        args["conform"] == "transmit",
        args["exceed"] == "transmit",
    )


def _early(config: RunningConfig, section: SectionKey) -> Early | None:
    args = config.args(lines.RED, section)
    if args is None:
        return None
    by_dscp = args.get("kind") == "dscp-based"
    entry = lines.RED_DSCP if by_dscp else lines.RED_PRECEDENCE
    given = tuple(
        (_row(one.args), Thresholds(one.args["least"], one.args["most"], one.args.get("mark", MARK)))
        for one in config.all(entry, section)
    )
    return Early(by_dscp, config.value(lines.RED_WEIGHT, section, "constant"), given)


def _row(args: Args) -> str:
    """The name of a row: a precedence, or a code point."""
    if "row" in args:
        return str(args["row"])
    return next((name for name, number in DSCP.items() if number == args["codepoint"]), str(args["codepoint"]))


def _marks(config: RunningConfig, section: SectionKey) -> tuple[str, int] | None:
    dscp = config.value(lines.SET_DSCP, section, "codepoint")
    level = config.value(lines.SET_PRECEDENCE, section, "level")
    if dscp is not None:
        return "dscp", dscp
    return None if level is None else ("precedence", level)
