"""A hundred wrong lines: the caret stands under the first character that cannot be right (ios-cli 2.3)."""

from __future__ import annotations

from functools import lru_cache

import pytest
from desk import Desk

from iossim.cli.prompt import prompt_of

# The caret stands before the character it must be printed under.
USER = (
    "e^rase startup-config", "c^lear line 2", "con^figure terminal", "show r^unning-config", "show versio^m",
    "show ip interface bri^k", "ping 10.0.12.2 ^now", "terminal lengt^g 0", "terminal length ^513", "enable ^16",
    "telnet 10.0.12.2 ww^x", "telnet 10.0.12.2 ^70000", "traceroute ip 10.0.12.2 ^x",
)  # fmt: skip
PRIVILEGED = (
    "conf^t t", "show ip r^un", "show ip route^r", "^ip dhcp pool LAN60", "erase startup-config ^reload",
    "show ip route ^10.0.0.256", "show ip route 10.0.0.0 ^255.0.255.0", "show interfaces fa^9/9x", "show arp ^all",
    "clock set ^25:00:00 1 jan 2003", "clock set 10:00:00 ^32 jan 2003", "clock set 10:00:00 1 ^jax 2003",
    "clock set 10:00:00 1 jan ^1992", "reload in ^abc", "reload in ^0", "reload at ^24:61", "show crypto ^foo bar",
    "show crypto isakmp s^b", "show access-lists 1 ^2 3", "debug crypto is^p", "clear crypto s^b", "undebug al^x",
    "copy running-config st^op", "copy s^x y", "write mem^x", "show standby ^Vlan1 brief", "show version | ^foo",
    "show version | inc^x y", "send ^foo bar", "clear line ^foo", "terminal history size ^257", "terminal wid^e 80",
    "disable ^x", "resume ^0", "disconnect ^100", "show history ^all", "show clock d^x",
    "copy slot0:x ^y", "squeeze ^slot0", "dir /all x ^y", "undelete ^0", "show file s^x",
    "ping ip 10.0.12.2 ^repeat", "show ip eigrp ^x y", "show users ^some",
)  # fmt: skip
GLOBAL = (
    "ex^ti", "logging ^0255.255.1", "router ^opsf 1000", "router eigrp ^0", "router eigrp ^65536", "ip route ^10.0.0",
    "ip route 10.0.0.0 ^255.0.0", "ip route 10.0.0.0 255.0.0.0 10.0.12.2 ^256", "access-list ^200 permit any",
    "access-list 1 permi^x any", "access-list 101 permit ^256 any any", "access-list 101 permit tcp any any eq ^65536",
    "access-list 101 permit ip any ho^x 1.1.1.1", "crypto isakmp policy ^0", "crypto isakmp policy ^10001",
    "crypto ipsec transform-set t1 esp-^4des", "crypto map test ^0 ipsec-isakmp", "crypto map test 1 ipsec-^x",
    "interface ^vlan1", "line vty 0 ^9", "line con^x 0", "hostname a ^b", "service time^x", "banner mot^x #",
    "enable secre^x y", "username ann privi^x 15", "clock timezone EST ^-24",
    "ip host r2 ^10.0.12", "no ip rout^x", "default hostn^x", "do show ip route^r", "do r^x y", "s^how version",
    "crypto isakmp key x address ^10.0.0", "crypto isakmp keepalive ^9", "route-map X permit ^65536",
    "privilege exec level ^16 x", "alias ^foo x y", "alias inter^x y z", "interface range fa0/0 - ^x", "interface range fa0/^7",
    "ntp server ^10.0", "ip access-list ext^x A", "logging buffered ^4095", "snmp-serv^x a",
)  # fmt: skip
INTERFACE = (
    "ip addr^x 10.0.0.1 255.0.0.0", "ip address ^10.0.0.300 255.0.0.0", "ip address 10.0.0.1 ^255.0.255",
    "ip address 10.0.0.1 255.255.255.0 ^third", "standby ^256 ip", "standby 1 priority ^256", "bandwidth ^0",
    "standby 1 i^x", "crypto map^x test", "shutdown ^now", "ip access-group 101 ^up", "duplex ^quarter", "def^ult",
    "no shut ^x", "crypto ^engine",
)  # fmt: skip
CRYPTO_MAP = (
    "match address ^1",
    "set pe^rx 10.0.0.1",
    "set peer 10.0.0.1 ^10.0.0.2",
    "set pf^x group2",
    "qos pre-class^x",
)
LINE = (
    "exec-timeout ^35792",
    "transport input ^ftp",
    "privilege level ^16",
    "login loc^x",
    "length ^513",
    "def^ult",
    "access-class ^200 in",
    "access-class 1 ^up",
    "escape-character ^256",
    "autoc^x y",
)

MODES = {
    "user": ((), USER),
    "privileged": (("enable", "cisco"), PRIVILEGED),
    "global": (("enable", "cisco", "configure terminal"), GLOBAL),
    "interface": (("enable", "cisco", "configure terminal", "interface FastEthernet0/0"), INTERFACE),
    "crypto map": (("enable", "cisco", "configure terminal", "crypto map test 1 ipsec-isakmp"), CRYPTO_MAP),
    "line": (("enable", "cisco", "configure terminal", "line vty 0 4"), LINE),
}
CASES = [(mode, marked) for mode, (_, lines) in MODES.items() for marked in lines]


@lru_cache
def desk_in(mode: str) -> Desk:
    """Somebody in a mode; wrong lines change nothing, so one desk serves all of them."""
    desk = Desk()
    desk.enter("", *MODES[mode][0])
    return desk


@pytest.mark.parametrize(("mode", "marked"), CASES)
def test_the_caret_stands_under_the_fault(mode: str, marked: str) -> None:
    """The line, the caret below its fault, the message, an empty line, the same prompt."""
    desk = desk_in(mode)
    session = desk.terminal.session
    prompt = prompt_of(session.host.hostname, session.mode, session.level)
    line = marked.replace("^", "")
    caret = " " * (len(prompt) + marked.index("^")) + "^"
    assert desk.enter(line) == f"{line}\n{caret}\n% Invalid input detected at '^' marker.\n\n{prompt}"


def test_there_are_enough_of_them() -> None:
    """Sixty and more, no two alike."""
    assert len(set(CASES)) == len(CASES) > 100
