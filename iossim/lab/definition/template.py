"""Texts with gaps: `${lan_1}`. Only braces count, so that `$1$mERr$...` in a configuration is text.

A value that is a network gives further names: for `lan: 10.81.2.0/29` there are `lan_net`, `lan_mask`, `lan_wildcard`
and the first hosts `lan_1` .. `lan_6`; a whole number `n` gives `n_2`, `n_4` and `n_6`, filled up with zeros. Nothing
is computed beyond that: a template is data, not a program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from iossim.net.address import Address, Prefix

GAP = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")
_HOSTS = 6
LONGEST_FILLED = 500_000
"""Characters of a text with its gaps filled."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every gap filled; KeyError names the first that has no value."""
    return GAP.sub(lambda match: values[match[1]], text)


def too_large(text: str, values: Mapping[str, str]) -> str:
    """Why a text is not to be filled: a small one with many gaps can become a huge one. Nothing when it may be."""
    size = len(text) + sum(len(values.get(match[1], "")) for match in GAP.finditer(text))
    return f"larger than {LONGEST_FILLED} characters when its gaps are filled" if size > LONGEST_FILLED else ""


def gaps(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every gap of a text: name, line and column."""
    return tuple(
        (match[1], number, match.start() + 1)
        for number, line in enumerate(text.splitlines(), 1)
        for match in GAP.finditer(line)
    )


def extended(values: Mapping[str, str]) -> dict[str, str]:
    """The values and the names that follow from them."""
    found = dict(values)
    for name, value in values.items():
        if value.isdigit():
            found |= {f"{name}_{width}": value.zfill(width) for width in (2, 4, 6)}
        elif "/" in value:
            found |= _of_network(name, value)
    return found


def _of_network(name: str, value: str) -> dict[str, str]:
    try:
        prefix = Prefix.parse(value)
    except ValueError:
        return {}
    hosts = range(1, min(_HOSTS, int(prefix.wildcard) - 1) + 1)
    return {
        f"{name}_net": str(prefix.network),
        f"{name}_mask": str(prefix.mask),
        f"{name}_wildcard": str(prefix.wildcard),
        f"{name}_length": str(prefix.length),
    } | {f"{name}_{host}": str(Address(prefix.network + host)) for host in hosts}
