"""What lines order: worked out once for all boxes that have them, and the same as if it had been typed."""

from __future__ import annotations

import pytest
from headend_lines import (
    ADDRESS,
    GRAMMAR,
    INTERFACE_LINE,
    NAMES,
    PRIORITY,
    REDIRECTS,
    SHUTDOWN,
    WORDS,
    Typist,
)

from iossim.cli.entry import Command
from iossim.cli.grammar import Grammar
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE, PRIVILEGED_LEVEL
from iossim.cli.vocabulary import Words
from iossim.device.config import RunningConfig, Statement
from iossim.device.nvgen import running_lines
from iossim.device.order import Order

FA00 = (("interface", "FastEthernet0/0"),)


def order(text, mode=INTERFACE):
    return Order.of(GRAMMAR.match(mode, PRIVILEGED_LEVEL, text, WORDS))


def test_boxes_with_the_same_words_share_what_a_line_says():
    """The second box that reads a line stores the statement of the first; one with other words reads for itself."""
    lines = GRAMMAR.repeated(WORDS, Order.of)
    first, second = (lines.read(GLOBAL, PRIVILEGED_LEVEL, "interface fa0/0") for _ in range(2))
    assert first is second
    stored = [RunningConfig().obey(one).config.all(INTERFACE_LINE)[0] for one in (first, second)]
    assert stored[0] is stored[1]
    assert GRAMMAR.repeated(WORDS, Order.of) is lines
    assert GRAMMAR.repeated(Words(NAMES), Order.of) is not lines


def test_an_order_is_obeyed_in_any_section_of_its_mode():
    """A line of an interface stands in the interface it is typed at; one of global configuration stands there."""
    config = RunningConfig()
    for name in ("fa0/0", "fa0/1"):
        opened = config.obey(order(f"interface {name}", GLOBAL))
        config = opened.config.obey(order("standby 1 priority 120"), opened.entered).config
        config = config.obey(order("hostname b", INTERFACE), opened.entered).config
    sections = [(("interface", f"FastEthernet0/{n}"),) for n in (0, 1)]
    assert [config.value(PRIORITY, section, "value", group=1) for section in sections] == [120, 120]
    assert running_lines(config, NAMES).count("hostname b") == 1


@pytest.mark.parametrize(("text", "on"), [("shutdown", True), ("no shutdown", False), ("default shutdown", False)])
def test_the_form_of_a_line_turns_a_toggle(text, on):
    """`no` and `default` are in the statement of a toggle; other lines are taken away by them."""
    (statement,) = order(text).statements
    assert statement.entry is SHUTDOWN and statement.negated is not on


def test_a_negated_line_opens_nothing():
    """`no interface` leads nowhere, `interface` into its section."""
    opening, closing = order("interface fa0/0", GLOBAL), order("no interface fa0/0", GLOBAL)
    assert opening.opener == Statement(INTERFACE_LINE, {"name": "FastEthernet0/0"}) and not opening.undoes
    assert closing.opener is None and closing.undoes


def test_a_command_orders_nothing():
    """Only configuration lines are orders."""
    grammar = Grammar([Command("show version", run=lambda context, args: None)], "12.2(11)T")
    with pytest.raises(TypeError):
        Order.of(grammar.match(EXEC, PRIVILEGED_LEVEL, "show version", WORDS))


def test_what_opens_sections_is_known_whatever_else_changes():
    """Sections follow the lines that open them: through lines that open none, and when one of them goes."""
    typist = Typist().type("interface fa0/0\nip address 10.1.1.1 255.255.255.0\ninterface fa0/1")
    config = typist.config
    assert config.sections(INTERFACE) == (FA00, (("interface", "FastEthernet0/1"),))
    changed = config.without(FA00, config.all(ADDRESS, FA00)[0]).with_statement(
        FA00, Statement(REDIRECTS, negated=True)
    )
    assert changed.sections(INTERFACE) == config.sections(INTERFACE)
    fewer = changed.without((), changed.opener(FA00))
    assert fewer.sections(INTERFACE) == ((("interface", "FastEthernet0/1"),),)
    assert changed.sections(INTERFACE) == config.sections(INTERFACE)
    more = fewer.with_statement((), Statement(INTERFACE_LINE, {"name": "FastEthernet0"}))
    assert more.sections(INTERFACE) == ((("interface", "FastEthernet0/1"),), (("interface", "FastEthernet0"),))
