"""The store of the running configuration: what a line changes, and what it does not."""

from __future__ import annotations

import copy
import pickle

from headend_lines import (
    ADDRESS,
    DYNAMIC_MAP,
    ENCRYPTION,
    INTERFACE_LINE,
    KEEPALIVE,
    MAP,
    MAP_ENTRY,
    NETWORK,
    PEER,
    POLICY_LINE,
    PREEMPT,
    PRIORITY,
    PSK,
    REDIRECTS,
    REMARK,
    ROUTE,
    SHUTDOWN,
    STANDARD,
    STANDBY_IP,
    Typist,
)

from iossim.cli.entry import ConfigLine
from iossim.cli.mode import INTERFACE
from iossim.device import config as config_module
from iossim.device.config import Change, RunningConfig
from iossim.net.address import Address

FA00 = (("interface", "FastEthernet0/0"),)


def at_fa00(text=""):
    return Typist().type("interface fa0/0\n" + text)


def test_a_value_is_the_stored_one_else_the_default():
    """Reading never needs to know whether a line was typed."""
    assert at_fa00().config.value(PRIORITY, FA00, "value", group=1) == 100
    assert at_fa00("standby 1 priority 120").config.value(PRIORITY, FA00, "value", group=1) == 120
    assert at_fa00("standby 1 priority 120").config.value(PRIORITY, FA00, "value") == 100


def test_the_same_key_replaces():
    """A second priority of one group takes the place of the first; another group has its own."""
    typist = at_fa00("standby 1 priority 120\nstandby 2 priority 90\nstandby 1 priority 130")
    assert [one.args for one in typist.config.all(PRIORITY, FA00)] == [
        {"group": 1, "value": 130},
        {"group": 2, "value": 90},
    ]
    assert typist.last.changes == (
        Change(PRIORITY, FA00, {"group": 1, "value": 130}, before={"group": 1, "value": 120}),
    )


def test_a_default_is_not_stored():
    """Typing the default over a value removes the statement and tells the new value; over nothing it does nothing."""
    typist = at_fa00("standby 1 priority 120\nstandby 1 priority 100")
    assert not typist.config.has(PRIORITY, FA00, group=1)
    assert typist.last.changes == (
        Change(PRIORITY, FA00, {"group": 1, "value": 100}, before={"group": 1, "value": 120}),
    )
    assert typist.type("standby 1 priority 100").last.changes == ()


def test_repeating_a_line_changes_nothing():
    """No engine hears of a line that says what already holds."""
    assert at_fa00("standby 1 preempt\nstandby 1 preempt").last.changes == ()
    assert at_fa00("shutdown\nshutdown").last.changes == ()


def test_no_removes_by_key_with_or_without_the_value():
    """`no standby 1 priority` and `no standby 1 priority 120` mean the same statement."""
    for text in ("no standby 1 priority", "no standby 1 priority 120", "default standby 1 priority"):
        typist = at_fa00("standby 1 priority 120\n" + text)
        assert typist.last.changes == (
            Change(PRIORITY, FA00, {"group": 1, "value": 120}, removed=True, before={"group": 1, "value": 120}),
        )
        assert typist.config == at_fa00().config


def test_no_of_something_absent_is_silent():
    """Nothing to remove, nothing changed."""
    assert at_fa00("no standby 1 priority").last.changes == ()
    assert at_fa00("no ip address").last.changes == ()


def test_no_ip_address_needs_no_address():
    """`no ip address` takes whatever address there is."""
    config = at_fa00("ip address 10.81.0.3 255.255.255.248\nno ip address").config
    assert not config.has(ADDRESS, FA00)


def test_a_toggle_is_stored_in_its_unusual_state_only():
    """`ip redirects` is on by default, `shutdown` off; `default` goes back to that."""
    typist = at_fa00("no ip redirects\nshutdown")
    assert not typist.config.on(REDIRECTS, FA00)
    assert typist.config.on(SHUTDOWN, FA00)
    assert typist.last.changes == (Change(SHUTDOWN, FA00, {}),)
    typist.type("default shutdown")
    assert typist.last.changes == (Change(SHUTDOWN, FA00, {}, removed=True, before={}),)
    typist.type("ip redirects")
    assert typist.last.changes == (Change(REDIRECTS, FA00, {}, before={}),)
    assert typist.config == at_fa00().config
    assert at_fa00("no ip redirects").last.changes == (Change(REDIRECTS, FA00, {}, removed=True),)


def test_absent_optional_arguments_are_filled_in():
    """Group 0, /32 and the retry time need not be typed, and are found under their value."""
    assert at_fa00("standby ip 10.81.0.5").config.args(STANDBY_IP, FA00) == {
        "group": 0,
        "address": Address.parse("10.81.0.5"),
    }
    config = Typist().type("crypto isakmp keepalive 10\ncrypto isakmp key k address 1.1.1.1").config
    assert config.value(KEEPALIVE, (), "retry") == 2
    assert config.has(PSK, peer=Address.parse("1.1.1.1"))


def test_lines_go_to_the_section_that_was_entered():
    """`crypto map test 1 ipsec-isakmp` opens a section, `... dynamic dmap` does not."""
    typist = Typist().type("crypto map test 1 ipsec-isakmp\nset peer 64.yy.yy.a\nset peer 64.yy.yy.b")
    assert typist.config.sections(MAP) == ((("crypto-map", "test", 1),),)
    assert [str(one.args["peer"]) for one in typist.config.all(PEER, (("crypto-map", "test", 1),))] == [
        "64.1.1.1",
        "64.1.1.2",
    ]
    assert Typist().type("crypto map test 2 ipsec-isakmp dynamic dmap").last.entered is None


def test_a_section_goes_with_the_line_that_opened_it():
    """What stood inside is reported first, then the line itself; an empty interface is as a new one."""
    typist = at_fa00("standby 1 priority 120\nno ip redirects\nno interface fa0/0")
    assert [(change.entry, change.removed) for change in typist.last.changes] == [
        (REDIRECTS, False),
        (PRIORITY, True),
        (INTERFACE_LINE, True),
    ]
    assert typist.config == RunningConfig()


def test_a_map_entry_made_dynamic_loses_its_section():
    """The statement is replaced, and what only made sense inside goes."""
    typist = Typist().type("crypto map t 1 ipsec-isakmp\nset peer 1.1.1.1\ncrypto map t 1 ipsec-isakmp dynamic d")
    assert [change.entry for change in typist.last.changes] == [PEER, MAP_ENTRY]
    assert typist.config.sections(MAP) == ()


def test_no_of_a_list_removes_all_its_lines():
    """`no access-list 1` takes entries and remarks of that number, and no other list."""
    typist = Typist().type(
        "access-list 1 remark pool\naccess-list 1 permit any\naccess-list 2 permit any\nno access-list 1"
    )
    assert {change.entry for change in typist.last.changes} == {REMARK, STANDARD}
    assert [one.args["number"] for one in typist.config.all_of()] == [2]


def test_a_key_argument_left_out_of_a_no_pattern_means_any():
    """`no ip route P M` removes every next hop of the prefix; with a hop, that one."""
    routes = (
        "ip route 0.0.0.0 0.0.0.0 10.1.1.1\nip route 0.0.0.0 0.0.0.0 10.1.1.2\nip route 10.9.0.0 255.255.0.0 10.1.1.1\n"
    )
    assert len(Typist().type(routes + "no ip route 0.0.0.0 0.0.0.0 10.1.1.1").config.all(ROUTE)) == 2
    assert len(Typist().type(routes + "no ip route 0.0.0.0 0.0.0.0").config.all(ROUTE)) == 1
    assert len(Typist().type(routes + "no ip route 0.0.0.0 0.0.0.0").last.changes) == 2


def test_without_a_no_pattern_an_absent_key_argument_means_absent():
    """`no network 10.0.0.0` leaves the statement with a wildcard alone."""
    typist = Typist().type("router eigrp 1\nnetwork 10.0.0.0\nnetwork 10.0.0.0 0.0.0.255\nno network 10.0.0.0")
    assert [one.args for one in typist.config.all(NETWORK, typist.section)] == [
        {"network": Address.parse("10.0.0.0"), "wildcard": Address.parse("0.0.0.255")}
    ]


def test_taking_a_statement_out_takes_its_sections():
    """No section is left without the line that opened it."""
    config = at_fa00("shutdown").config
    assert config.without((), config.all(INTERFACE_LINE)[0]) == RunningConfig()


def test_a_global_line_typed_in_a_submode_is_global():
    """The statement goes where it belongs (ios-cli 1.4)."""
    typist = at_fa00("ip route 0.0.0.0 0.0.0.0 10.81.0.1")
    assert typist.config.has(ROUTE, prefix=0, mask=0, hop=Address.parse("10.81.0.1"))
    assert typist.section == ()


def test_sections_print_in_order_of_rank_and_sort():
    """Policies by priority, map entries by sequence."""
    typist = Typist().type("crypto isakmp policy 20\ncrypto isakmp policy 5\nencr 3des\ncrypto dynamic-map d 1")
    assert [one.args["priority"] for one in typist.config.all(POLICY_LINE)] == [5, 20]
    assert typist.config.value(ENCRYPTION, (("isakmp", 5),), "value") == "3des"
    assert typist.config.value(ENCRYPTION, (("isakmp", 20),), "value") == "des"
    assert typist.config.has(DYNAMIC_MAP, tag="d", seq=1)


def test_a_configuration_never_changes():
    """An earlier one is as it was, whatever is typed after it."""
    typist = at_fa00("standby 1 preempt")
    before = typist.config
    seen = before.all_of(FA00)
    typist.type("no standby 1 preempt\nshutdown\nno interface fa0/0")
    assert before.all_of(FA00) == seen
    assert before.has(PREEMPT, FA00, group=1)


def test_equal_means_same_statements_in_same_order():
    """The order of typing counts where it prints, and only there."""
    assert at_fa00("shutdown\nstandby preempt").config == at_fa00("standby preempt\nshutdown").config
    first, second = (Typist().type("crypto map t 1 ipsec-isakmp\n" + peers).config for peers in (
        "set peer 1.1.1.1\nset peer 2.2.2.2", "set peer 2.2.2.2\nset peer 1.1.1.1"))  # fmt: skip
    assert first != second
    assert at_fa00("shutdown").config != at_fa00().config


def test_a_configuration_can_be_pickled_and_copied():
    """The copy is equal and its statements are of the same declarations."""
    config = at_fa00("standby 1 ip 10.81.0.5\nno ip redirects").config
    again = pickle.loads(pickle.dumps(config))
    assert again == config
    assert again.all(STANDBY_IP, FA00)[0].entry.id == STANDBY_IP.id
    assert copy.deepcopy(config) == config
    assert b"Hot standby" not in pickle.dumps(config)


def test_clearing_a_section_reports_what_it_takes():
    """`default interface` removes what stands inside, and leaves the interface."""
    cleared = at_fa00("shutdown\nstandby 1 preempt").config.cleared(FA00)
    assert [(change.entry, change.removed) for change in cleared.changes] == [(SHUTDOWN, True), (PREEMPT, True)]
    assert cleared.config == at_fa00().config


def test_declarations_of_other_releases_have_other_names():
    """Two forms of a line are told apart in pickled state."""
    older = ConfigLine("ip something", INTERFACE, until="12.3")
    newer = ConfigLine("ip something", INTERFACE, since="12.3")
    assert older.id != newer.id
    assert pickle.loads(pickle.dumps(newer)) is newer


def test_lines_are_put_in_order_when_somebody_asks(monkeypatch):
    """While memory is read nobody asks for the order of printing; from the first question on it is kept."""
    placed = []
    place = config_module.PLACE
    monkeypatch.setattr(config_module, "PLACE", lambda statement: placed.append(statement) or place(statement))
    typist = at_fa00("standby 2 priority 90\nstandby 1 priority 120")
    assert not placed
    assert [one.args["group"] for one in typist.config.all(PRIORITY, FA00)] == [2, 1]
    typist.type("standby 3 priority 90\nno standby 1 priority")
    placed.clear()
    assert [one.args["group"] for one in typist.config.all(PRIORITY, FA00)] == [2, 3]
    assert not placed
