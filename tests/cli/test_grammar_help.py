"""What `?` and Tab answer, and how it is laid out (ios-cli 3.1, 4.2)."""

from __future__ import annotations

import pytest
from grammar_box import BOX, NEWER, POOL, TRANSFORM, WORDS

from iossim.cli.help import Help, help_lines
from iossim.cli.mode import EXEC, GLOBAL, INTERFACE
from iossim.cli.types import Row


def lines(text, mode=EXEC, level=15, width=80, grammar=BOX):
    return help_lines(grammar.help(mode, level, text, WORDS), width)


def words(text, mode=EXEC, level=15):
    return [row.word for row in BOX.help(mode, level, text, WORDS).rows]


def tab(text, mode=EXEC, level=15):
    return BOX.complete(mode, level, text, WORDS)


def test_the_top_level_has_a_heading_and_sorted_rows():
    """User EXEC lists what its level has."""
    assert lines("", level=1) == [
        "Exec commands:",
        "  enable  Turn on privileged commands",
        "  exit    Exit from the EXEC",
        "  help    Description of the interactive help system",
        "  ping",
        "  show    Show running system information",
        "",
    ]


def test_below_the_top_there_is_no_heading():
    """Only the first word is headed."""
    assert lines("show ip ") == ["  redirects  IP redirects", "  route      IP routing table", ""]


def test_numbers_placeholders_keywords_bar_cr():
    """ASCII order, the bar last but one, `<cr>` last."""
    assert words("show ip route ") == ["A.B.C.D", "|", "<cr>"]
    assert words("standby ", INTERFACE) == ["<0-255>", "preempt", "priority"]
    assert words("access-list 1 permit 10.81.2.0 ", GLOBAL) == ["A.B.C.D", "log", "<cr>"]
    assert words("show standby ") == [
        "Ethernet",
        "FastEthernet",
        "Loopback",
        "TokenRing",
        "Tunnel",
        "brief",
        "|",
        "<cr>",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("show standby FastEthernet ", ["<0-0>"]),
        ("show standby fa0", ["/"]),
        ("show standby fa 0", ["/"]),
        ("show standby fa0/", ["<0-1>"]),
        ("show standby fa 0/", ["<0-1>"]),
        ("show standby fa7", []),
        ("show standby lo", []),
        ("show standby lo1", ["<0-2147483647>"]),
    ],
)
def test_the_number_of_an_interface_grows(text, shown):
    """Behind the slot comes the slash, behind it the ports there are; where no number goes on so nothing is shown."""
    assert words(text) == shown


def test_help_of_an_argument():
    """The range and the declaration's text."""
    assert lines("crypto isakmp policy ", GLOBAL) == ["  <1-10000>  Priority of suite", ""]
    assert lines("standby 1 priority ", INTERFACE) == ["  <0-255>  Priority value", ""]
    assert lines("description ", INTERFACE) == ["  LINE  Up to 240 characters describing this interface", ""]


def test_help_inside_free_text():
    """Wherever the cursor is, the rest of the line is the text."""
    for text in ("description to", "description to ", "description to the", "description to the "):
        assert words(text, INTERFACE) == ["LINE"]


def test_access_lists_explain_themselves():
    """Rows of the numbers, the actions and the addresses (ios-cli 3.5)."""
    assert lines("access-list ", GLOBAL) == [
        "  <1-99>     IP standard access list",
        "  <100-199>  IP extended access list",
        "",
    ]
    assert lines("access-list 1 ", GLOBAL) == [
        "  deny    Specify packets to reject",
        "  permit  Specify packets to forward",
        "  remark  Access list entry comment",
        "",
    ]
    assert lines("access-list 1 permit ", GLOBAL) == [
        "  Hostname or A.B.C.D  Address to match",
        "  any                  Any source host",
        "  host                 A single host address",
        "",
    ]


def test_transforms_already_typed_drop_out():
    """After a cipher only the other kinds and `<cr>` are left."""
    assert words("crypto ipsec transform-set t1 ", GLOBAL) == ["esp-3des", "esp-des", "esp-md5-hmac", "esp-sha-hmac"]
    assert words("crypto ipsec transform-set t1 esp-des ", GLOBAL) == ["esp-md5-hmac", "esp-sha-hmac", "<cr>"]
    assert words("crypto ipsec transform-set t1 esp-des esp-sha-hmac ", GLOBAL) == ["<cr>"]


def test_filter_kinds():
    """The bar leads to the kinds, a kind to its pattern; `section` comes with its release."""
    assert lines("show ip route | ") == [
        "  begin    Begin with the line that matches",
        "  exclude  Exclude lines that match",
        "  include  Include lines that match",
        "",
    ]
    assert lines("show ip route | include ") == ["  LINE  Regular Expression", ""]
    assert "  section  Filter a section of output" in lines("show ip route | ", grammar=NEWER)


def test_a_submode_lists_its_own_words_with_no_and_default():
    """Words of global configuration are accepted, but not listed (ios-cli 1.4)."""
    rows = words("", INTERFACE)
    assert rows == ["default", "description", "ip", "mac-address", "no", "shutdown", "standby"]
    assert Row("no", "Negate a command or set its defaults") in BOX.help(INTERFACE, 15, "", WORDS).rows
    assert words("no ", TRANSFORM) == ["mode"]
    assert BOX.help(INTERFACE, 15, "no ", WORDS).heading == ""
    assert BOX.help(INTERFACE, 15, "", WORDS).heading == "Interface configuration commands:"


def test_after_no_the_rest_may_be_left_out():
    """`<cr>` stands beside the value."""
    assert words("no standby 1 priority ", INTERFACE) == ["<0-255>", "<cr>"]


def test_words_that_begin_so():
    """On one line, two blanks after each."""
    assert lines("co") == ["configure  connect  copy  ", ""]
    assert lines("show ip") == ["ip  ipv6  ", ""]
    assert lines("int f", GLOBAL) == ["FastEthernet  ", ""]


def test_many_words_stand_in_columns():
    """Columns as wide as the longest word and two blanks."""
    assert help_lines(Help(words=("alpha", "be", "c", "delta")), 16) == ["alpha  be     ", "c      delta  ", ""]


def test_a_value_that_has_begun():
    """The placeholder of what it may become."""
    assert words("show ip route 10.8") == ["A.B.C.D"]
    assert words("access-list 1", GLOBAL) == ["<1-99>", "<100-199>"]
    assert words("interface fa ", GLOBAL) == ["<0-0>"]


def test_long_texts_wrap_under_themselves():
    """A text that would pass the edge goes on in its own column."""
    row = Row("mrinfo", "Request neighbor and version information from a multicast router")
    assert help_lines(Help(rows=(row, Row("<cr>", ""))), 60) == [
        "  mrinfo  Request neighbor and version information from a",
        "          multicast router",
        "  <cr>",
        "",
    ]


@pytest.mark.parametrize("text", ["zz ", "show zz", "show zz ", "show version x ", "access-list 100000 "])
def test_nothing_fits(text):
    """One message and no list."""
    mode = GLOBAL if text.startswith("access") else EXEC
    assert lines(text, mode) == ["% Unrecognized command"]


def test_ambiguous_words_on_the_way():
    """The whole line is quoted, its trailing blank too."""
    assert lines("show ip r ") == ['% Ambiguous command:  "show ip r "']


def test_hidden_commands_stay_hidden():
    """Neither `?` nor Tab knows them."""
    assert "secrets" not in words("show ")
    assert tab("show sec") is None


@pytest.mark.parametrize(
    ("mode", "text", "completed"),
    [
        (INTERFACE, "ip add", "ip address "),
        (EXEC, "sh ver", "sh version "),
        (EXEC, "show ip", "show ip "),
        (EXEC, "SH VER", "SH version "),
        (GLOBAL, "int fa", "int fastEthernet"),
        (EXEC, "show ip route | i", "show ip route | include "),
        (INTERFACE, "no stand", "no standby "),
        (EXEC, "co", None),
        (EXEC, "zz", None),
        (EXEC, "show ", None),
        (EXEC, "", None),
        (GLOBAL, "interface t", None),
        (GLOBAL, "hostname h", None),
        (POOL, "ip dhc", None),
        (EXEC, "show r version", None),
    ],
)
def test_tab(mode, text, completed):
    """A unique keyword is completed, the words before it stay as typed; parents' words are not offered."""
    assert tab(text, mode) == completed
