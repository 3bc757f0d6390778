"""`?` before every word of every documented line gives a listing in which that word stands (ios-cli 3)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
from desk import Desk, booted

from iossim.cli.help import Help

LABS = Path(__file__).parents[2] / "iossim" / "labs" / "headend"
ROUTERS = ("gateway-1", "gateway-2", "soho-vp")

EXEC = (
    "enable", "disable", "configure terminal", "exit", "logout", "help", "show version", "show clock", "show clock detail",
    "show running-config", "show running-config interface FastEthernet0/0", "show startup-config", "show configuration",
    "show privilege", "show history", "show terminal", "show users", "show users all", "show line", "show sessions",
    "where", "show aliases", "show hosts", "show logging", "show debugging", "show reload", "show flash:", "dir",
    "show interfaces", "show interfaces FastEthernet0/0", "show interfaces description", "show interfaces stats",
    "show ip interface", "show ip interface brief", "show ip interface FastEthernet0/0", "show arp", "show ip arp",
    "show ip route", "show ip route 10.81.0.0", "show ip route static", "show ip route connected", "show ip route summary",
    "show ip protocols", "show ip eigrp neighbors", "show ip eigrp interfaces", "show ip eigrp topology",
    "show ip eigrp topology all-links", "show access-lists", "show access-lists 1", "show ip access-lists",
    "show route-map", "show standby", "show standby brief", "show standby all", "show crypto map",
    "show crypto map interface FastEthernet0/0", "show crypto map tag test", "show crypto dynamic-map",
    "show crypto isakmp sa", "show crypto isakmp policy", "show crypto isakmp key", "show crypto ipsec sa",
    "show crypto ipsec sa peer 10.0.0.1", "show crypto ipsec sa map test", "show crypto ipsec transform-set",
    "show crypto ipsec security-association-lifetime", "show crypto engine connections active",
    "show crypto ca certificates", "show ip dhcp binding", "terminal length 0", "terminal width 132", "terminal monitor",
    "terminal no monitor", "terminal editing", "terminal no editing", "terminal history size 20", "terminal history",
    "ping 10.81.0.1", "ping ip 10.81.0.1", "traceroute 10.81.2.1", "telnet 10.81.2.1", "telnet 10.81.2.1 2001",
    "telnet 10.81.2.1 /source-interface Loopback0", "connect 10.81.2.1", "resume 1", "disconnect 1",
    "copy running-config startup-config", "copy startup-config running-config", "write memory", "write terminal",
    "write erase", "write network", "erase startup-config", "reload", "reload in 10", "reload in 1:30 maintenance",
    "reload at 12:00", "reload cancel", "setup", "clock set 10:00:00 1 july 2003", "clear counters",
    "clear counters FastEthernet0/0", "clear logging", "clear line 2", "clear line vty 0", "clear arp-cache",
    "clear ip route *", "clear ip eigrp neighbors", "clear crypto sa", "clear crypto sa peer 10.0.0.1",
    "clear crypto sa counters", "clear crypto isakmp", "clear crypto isakmp 1", "debug crypto isakmp",
    "debug crypto ipsec", "debug crypto engine", "debug standby", "debug all", "undebug all", "no debug all",
    "undebug crypto isakmp", "send *", "send 2", "show version | include IOS", "show ip route | begin Gateway",
    "show crypto map | exclude access-list",
)  # fmt: skip
CONFIG = (
    "hostname r9", "enable secret cisco", "enable password cisco", "username ann privilege 15 password 0 lab",
    "banner motd #x#", "banner login #x#", "banner exec #x#", "alias exec sr show ip route", "no ip domain-lookup",
    "ip domain-name example.com", "ip host r2 10.0.12.2", "service password-encryption",
    "service timestamps log datetime msec", "service timestamps log uptime", "logging buffered 4096 debugging",
    "logging console warnings", "no logging console", "logging 10.80.1.20", "clock timezone EST -5",
    "clock summer-time EDT recurring", "ntp server 10.80.1.20", "default interface FastEthernet0/0",
    "interface Loopback0", "router eigrp 64", "ip route 10.0.0.0 255.0.0.0 10.0.12.2 200", "access-list 1 permit any",
    "access-list 101 permit ip any any", "access-list 101 permit tcp any host 10.0.0.1 eq telnet",
    "ip access-list standard A", "ip access-list extended B", "route-map RRI permit 10", "crypto isakmp policy 1",
    "crypto isakmp key lab address 10.0.0.1", "crypto isakmp keepalive 10", "crypto isakmp identity address",
    "crypto ipsec transform-set t1 esp-3des esp-sha-hmac", "crypto ipsec security-association lifetime seconds 3600",
    "crypto dynamic-map dmap 10", "crypto map test 1 ipsec-isakmp", "crypto map test local-address Loopback0",
    "crypto map test 2 ipsec-isakmp dynamic dmap", "crypto ca trustpoint hq-ca", "line con 0", "line vty 0 4",
    "line aux 0", "do show clock", "end", "exit", "help",
)  # fmt: skip
BELOW = {
    "interface FastEthernet0/0": (
        "description Private", "bandwidth 1000", "ip address 10.0.1.1 255.255.255.0", "ip address 10.0.9.1 255.255.255.0 secondary",
        "ip address dhcp", "ip access-group 101 in", "ip helper-address 10.80.1.20", "no ip redirects", "no ip unreachables",
        "no ip proxy-arp", "ip route-cache same-interface", "load-interval 30", "shutdown", "no shutdown", "delay 10",
        "duplex full", "speed 100", "standby 1 ip 10.0.1.5", "standby 1 priority 120", "standby 1 preempt",
        "standby 1 timers 3 10", "standby 1 track FastEthernet0/1 20", "standby 1 name x", "crypto map test", "exit",
    ),
    "router eigrp 64": (
        "network 192.168.81.0", "network 10.0.0.0 0.0.0.255", "no auto-summary", "passive-interface FastEthernet0/0",
        "redistribute static metric 1000 100 255 1 1500 route-map RRI", "redistribute connected",
        "default-metric 1000 100 255 1 1500", "eigrp log-neighbor-changes", "no eigrp log-neighbor-warnings",
        "metric weights 0 1 0 1 0 0", "exit", "help",
    ),
    "line vty 0 4": (
        "exec-timeout 10 0", "password lab", "login", "login local", "no login", "logging synchronous", "history size 20",
        "length 0", "width 132", "transport input telnet", "transport preferred none", "privilege level 15",
        "no editing", "exit",
    ),
    "crypto isakmp policy 1": (
        "encryption 3des", "hash md5", "authentication pre-share", "group 2", "lifetime 3600", "exit",
    ),
    "crypto map new 1 ipsec-isakmp": (
        "description home", "set peer 10.0.0.1", "set transform-set t1 t2", "set pfs group2", "match address 101",
        "set security-association lifetime seconds 3600", "reverse-route", "qos pre-classify", "exit",
    ),
    "crypto ipsec transform-set t1 esp-3des": ("mode transport", "mode tunnel", "exit"),
    "route-map RRI permit 10": ("description x", "match ip address 1", "set tag 5", "exit"),
    "ip access-list extended B": ("permit ip any any", "deny udp any any eq isakmp log", "remark x", "exit"),
    "ip access-list standard A": ("permit 10.0.0.0 0.255.255.255", "deny any", "exit"),
    "ip dhcp pool P": ("network 10.81.2.0 255.255.255.248", "default-router 10.81.2.1", "dns-server 10.80.1.20", "exit"),
    "crypto ca trustpoint hq-ca": ("enrollment url http://10.80.1.20:80", "crl optional", "exit"),
}  # fmt: skip

PLACEHOLDER = re.compile(r".*[A-Z]{2,}.*|.*A\.B\.C\.D.*|H\.H\.H|hh:mm.*|.*\(.*hh:mm\)|\*|Hex.*")
BOUNDS = re.compile(r"<(-?\d+) ?- ?(\d+)>")


def stands_for(row: str, word: str) -> bool:
    """Whether a row is the word, or a placeholder that the word fits."""
    if row.lower() == word.lower() or (row[0].islower() and row.lower().startswith(word.lower())):
        return True
    bounds = BOUNDS.fullmatch(row)
    if bounds:
        return word.lstrip("-").isdigit() and int(bounds[1]) <= int(word) <= int(bounds[2])
    if row in ("<cr>", "|"):
        return False
    if re.match(r"[A-Z][a-z]+[A-Z]?[a-z]*$", row) and row != "Hostname":  # the kind of an interface
        return word.lower().startswith(row.lower()[:2])
    return PLACEHOLDER.fullmatch(row) is not None


def words_of(line: str) -> list[tuple[int, str]]:
    """The words of a line and where they begin."""
    return [(found.start(), found[0]) for found in re.finditer(r"\S+", line)]


@lru_cache
def desk_below(device: str, opener: str) -> Desk:
    """Somebody in a mode; asking changes nothing."""
    lab = booted("headend" if device in ROUTERS else "pair")
    desk = Desk(lab, device).privileged()
    if opener:
        desk.enter("configure terminal", *([opener] if opener != "configure" else []))
    return desk


def rows_of(answer: Help) -> list[str]:
    """What is offered."""
    return [row.word for row in answer.rows]


def gaps(desk: Desk, line: str) -> list[str]:
    """The places in a line where `?` does not lead on."""
    session = desk.terminal.session
    found: list[str] = []
    for several, (at, word) in enumerate(words_of(line)):
        rows = rows_of(session.help(line[:at]))
        if several and "LINE" not in rows and not any(stands_for(row, word) for row in rows):
            found.append(f"{line[:at]}? has no {word}")
        if not several and not any(stands_for(row, word) for row in rows):
            found.append(f"{line[:at]}? has no {word} but {rows}")
        if any(row.lower() == word.lower() for row in rows):
            for cut in range(1, len(word) + 1):
                answer = session.help(line[: at + cut])
                if word.lower() not in (one.lower() for one in answer.words) and not answer.rows:
                    found.append(f"{line[: at + cut]}? has no {word} but {answer}")
    ended = session.help(line + " ")
    if not {"<cr>", "LINE"} & set(rows_of(ended)) and not any("LINE" in row for row in rows_of(ended)):
        found.append(f"{line} ? has no <cr> but {rows_of(ended)} {ended.message}")
    return found


@pytest.mark.parametrize("line", EXEC)
def test_exec(line: str) -> None:
    """Privileged EXEC."""
    assert gaps(desk_below("gateway-1", ""), line) == []


@pytest.mark.parametrize("line", CONFIG)
def test_global_configuration(line: str) -> None:
    """Global configuration, `no` and `default` in front as well where the line has them."""
    assert gaps(desk_below("gateway-1", "configure"), line) == []


@pytest.mark.parametrize(("opener", "line"), [(opener, line) for opener, lines in BELOW.items() for line in lines])
def test_below_global_configuration(opener: str, line: str) -> None:
    """Each mode has what is documented for it."""
    assert gaps(desk_below("gateway-1", opener), line) == []


@pytest.mark.parametrize("device", ROUTERS)
def test_the_lines_of_the_reference_lab(device: str) -> None:
    """Every line of the three configurations, in the mode it stands in, except the octets of certificates."""
    desk = Desk(booted("headend"), device).privileged()
    desk.enter("configure terminal")
    session = desk.terminal.session
    top = session.mode
    missing: list[str] = []
    for raw in (LABS / f"{device}.cfg").read_text().splitlines():
        line = raw.strip()
        if not line or line.startswith("!") or line == "quit" or re.fullmatch(r"[0-9A-F ]+", line) or line == "end":
            continue
        if not raw.startswith(" "):
            while session.mode != top:
                desk.enter("exit")
        if line.startswith("certificate") or "${" in line:
            continue
        missing += gaps(desk, line)
        desk.enter(line)
    assert missing == []
