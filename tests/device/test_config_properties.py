"""Whatever can be typed prints so that it reads back; whatever cannot is a learner's mistake and nothing worse."""

from __future__ import annotations

from contextlib import suppress

import pytest
from headend_lines import GRAMMAR, LINES, NAMES, WORDS, Typist
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iossim.cli.entry import ConfigLine
from iossim.cli.errors import CliError
from iossim.cli.help import help_lines
from iossim.cli.interface import InterfaceName
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE
from iossim.cli.pattern import Keyword, parse
from iossim.cli.tree import ends, steps
from iossim.cli.types import Number, named
from iossim.cli.writing import write
from iossim.device.nvgen import running_lines

VALUES = {
    named("word"): st.sampled_from(["RRI", "t1", "x-y", "plain", "Dmap", "10", "any", "dynamic"]),
    named("line"): st.sampled_from(["Private", "a  b | c", "10.81.2.0 / 23", "plain ol' ipsec", "no ip address"]),
    named("ip"): st.sampled_from(["10.81.0.3", "64.yy.yy.a", "0.0.0.0", "255.255.255.255", "010.001.1.1"]),
    named("host"): st.sampled_from(["10.81.0.3", "64.yy.yy.a", "hq"]),
    named("acl-host"): st.sampled_from(["10.81.0.3", "64.yy.yy.a", "0.0.0.0"]),
    named("mask"): st.sampled_from(["255.255.255.0", "0.0.0.0", "255.255.255.255", "255.255.255.248"]),
    named("prefix-mask"): st.sampled_from(["255.255.255.0", "/29", "/0"]),
    named("wildcard"): st.sampled_from(["0.0.1.255", "0.0.0.0", "255.255.255.255", "0.255.0.255"]),
    named("hex"): st.sampled_from(["0101", "CA01", "30820201"]),
}
INTERFACES = st.sampled_from(["fa0/0", "FastEthernet 0/1", "lo12", "e 0", "fa0/1.10"])


@st.composite
def typed(draw, entry):
    """A line of an entry, with keywords cut or in capitals."""
    words, rest = [], parse(entry.pattern)
    for _ in range(40):
        following = list(steps(rest))
        if not following or (ends(rest) and draw(st.booleans())):
            break
        symbol, rest = draw(st.sampled_from(following))
        if isinstance(symbol, Keyword):
            words.append(draw(st.sampled_from([symbol.text, symbol.text, symbol.text.upper(), symbol.text[:4]])))
        elif isinstance(symbol.type, Number):
            words.append(str(draw(st.integers(symbol.type.low, symbol.type.high))))
        elif isinstance(symbol.type, InterfaceName):
            words.append(draw(INTERFACES))
        else:
            words.append(draw(VALUES[symbol.type]))
    return draw(st.sampled_from([" ", "  ", "\t"])).join(words)


def matched(mode, text):
    return GRAMMAR.match(mode, 15, text, WORDS)


@settings(max_examples=1500, deadline=None)
@given(st.data())
def test_writing_and_reading_agree(data):
    """write(parse(line)) is stable, and parse(write(args)) == args, for every declared line."""
    entry = data.draw(st.sampled_from(LINES))
    text = data.draw(typed(entry))
    try:
        match = matched(entry.mode, text)
    except CliError:
        assume(False)
    assert isinstance(match.entry, ConfigLine)
    once = write(match.entry, match.args, NAMES.show)
    again = matched(match.mode, once)
    assert (again.entry.id, dict(again.args)) == (match.entry.id, dict(match.args))
    assert write(again.entry, again.args, NAMES.show) == once


@pytest.mark.parametrize("entry", LINES, ids=lambda entry: entry.id)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_line_reads_in_full_and_negates(entry, data):
    """Uncut, a line is always understood, and so is `no` in front of it; nothing in it is ambiguous with another."""
    text = data.draw(typed(entry).filter(lambda text: _uncut(entry, text)))
    match = matched(entry.mode, text)
    assert matched(match.mode, write(match.entry, match.args, NAMES.show)).entry is match.entry
    if not entry.no_pattern:
        assert matched(entry.mode, f"no {text}").negated


def _uncut(entry, text):
    with suppress(CliError):
        return matched(entry.mode, text).entry is entry
    return not any(len(word) == 4 for word in text.split())


PIECES = st.sampled_from(
    [
        *"?|!-/.<>{}[] \t",
        *("no", "default", "do", "ip", "interface", "crypto", "map", "access-list", "standby", "fa", "0/0", "1", "101"),
        *(
            "permit",
            "host",
            "any",
            "10.1.1.1",
            "64.yy.yy.a",
            "255.255.255.0",
            "range",
            "show",
            "| include",
            "\u0661",
            "é",
        ),
        *("999999999999999999999999", "1" * 5000, "fa0/0.", ":", "::", "/", "/33", "0.0.0", "router", "description"),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join), st.text())
MODES = st.sampled_from([EXEC, GLOBAL, INTERFACE, *{e.mode.name: e.mode for e in LINES}.values()])


@settings(max_examples=2000, deadline=None)
@given(MODES, st.integers(0, 15), TEXTS)
def test_arbitrary_text_is_at_most_a_learners_mistake(mode, level, text):
    """match raises nothing but CliError with a column in the line; `?` and Tab raise nothing at all."""
    try:
        GRAMMAR.match(mode, level, text, WORDS)
    except CliError as error:
        assert 0 <= getattr(error, "column", 0) <= len(text)
    assert help_lines(GRAMMAR.help(mode, level, text, WORDS), 80)
    completed = GRAMMAR.complete(mode, level, text, WORDS)
    assert completed is None or len(completed) >= len(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_whole_configuration_reads_back(data):
    """Type lines at random, print, read the print: the same configuration, and the same print."""
    typist = Typist()
    for _ in range(data.draw(st.integers(1, 25))):
        entry = data.draw(st.sampled_from([line for line in LINES if line.mode in (GLOBAL, typist.mode)]))
        line = data.draw(st.sampled_from(["", "", "", "no ", "default "])) + data.draw(typed(entry))
        with suppress(AssertionError):
            typist.type(line)
    printed = running_lines(typist.config, NAMES, GRAMMAR.manner)
    again = Typist().type("\n".join(printed))
    assert again.config == typist.config
    assert running_lines(again.config, NAMES, GRAMMAR.manner) == printed
