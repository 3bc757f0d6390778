"""What can be typed about classes and policies in EXEC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iossim.cli.entry import Args, Command
from iossim.device.context import Context
from iossim.features.qos.reading import class_maps, policy, policy_names
from iossim.features.qos.show import show_applied, show_class_maps, show_policies
from iossim.features.qos.view import applied

DIRECTIONS = ("input", "output")


def show_classes(context: Context, args: Args) -> Iterable[str]:
    """`show class-map [NAME]`: the default class first."""
    found = list(class_maps(context.router.config))
    numbered = [(0, found[-1]), *enumerate(found[:-1], 1)]
    wanted = args.get("name")
    return show_class_maps([(number, one) for number, one in numbered if wanted in (None, one.name)])


def show_policy_maps(context: Context, args: Args) -> Iterable[str]:
    """`show policy-map [NAME]`."""
    config, wanted = context.router.config, args.get("name")
    if wanted is not None and wanted not in policy_names(config):
        return ("", f"  Policy map {wanted} not found")
    names = policy_names(config) if wanted is None else (wanted,)
    return show_policies([policy(config, name, 0) for name in names])


def show_interfaces(context: Context, args: Args) -> Iterator[str]:
    """`show policy-map interface [NAME] [input|output]`."""
    wanted = args.get("interface")
    directions = [one for one in DIRECTIONS if not any(args.get(other) for other in DIRECTIONS) or args.get(one)]
    names = tuple(context.router.interfaces.keys()) if wanted is None else (wanted,)
    for port in names:
        found = [(one, view) for one in directions if (view := applied(context.router, port, one)) is not None]
        if found:
            yield from show_applied(port, found)


_SHOW = {
    "show": "Show running system information",
    "class-map": "Show QoS Class Map",
    "class-map name": "Show policy-map name",
    "policy-map": "Show QoS Policy Map",
    "interface": "Show Qos Policy Interface",
    "input": "Show Input Policy",
    "output": "Show Output Policy",
    "name": "policy-map name",
}

COMMANDS = (
    Command("show class-map [<name:word>]", show_classes, _SHOW, level=1, filterable=True),
    Command("show policy-map [<name:word>]", show_policy_maps, _SHOW, level=1, filterable=True),
    Command(
        "show policy-map interface [<interface:interface>] [{ input | output }]",
        show_interfaces,
        _SHOW,
        level=1,
        filterable=True,
    ),
)
