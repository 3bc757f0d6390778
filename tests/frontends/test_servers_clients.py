"""The programs people automate routers with: netmiko and scrapli, over telnet, SSH and the console.

They are part of what the tests need: when they are missing the tests fail.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from iossim.lab.definition import load
from iossim.lab.lab import Lab
from tests.frontends.served import BOOTED, LOCAL, Served, booted, run, served

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from netmiko import BaseConnection, ConnectHandler
    from scrapli.driver.core import AsyncIOSXEDriver

BOUND = 120.0
HOME = """\
lab: home
title: One home router, not configured yet
clock: 2003-03-12 09:00:00 -05:00
names: {64.yy.yy.a: 64.100.1.1, 64.yy.yy.b: 64.100.1.2}
nodes:
  home:
    kind: router
    platform: 1710
    interfaces: [Ethernet0, FastEthernet0]
    config: home.cfg
  pc: {kind: host, address: 10.81.2.3/29, gateway: 10.81.2.1}
links:
  lan: {ends: [home FastEthernet0, pc]}
"""
BARE = "hostname home\nenable secret 0 cisco\nline con 0\nline vty 0 4\n password lab\n login\nend\n"
SHOWS = (
    *("show version", "show ip route", "show ip interface brief", "show interfaces", "show running-config"),
    *("show standby brief", "show standby", "show crypto isakmp sa", "show crypto ipsec sa", "show crypto map"),
    *("show ip eigrp neighbors", "show access-lists", "show ip protocols", "show clock", "show logging"),
)


def netmiko(box: Served, device: str, kind: str) -> BaseConnection:
    """A connection as netmiko makes it."""
    how = "cisco_ios" if kind == "ssh" else "cisco_ios_telnet"
    return ConnectHandler(
        device_type=how, host=LOCAL, port=box.port(device, kind), username="student", password="lab", secret="cisco"
    )


def with_netmiko(lab: Callable[[], Lab], device: str, kind: str, work: Callable[[BaseConnection, Served], Any]) -> Any:
    """What netmiko does in a thread while the lab is served in the loop."""

    async def story() -> Any:
        def client(box: Served) -> Any:
            with netmiko(box, device, kind) as connection:
                return work(connection, box)

        async with served(lab(), ssh=True) as box:
            return await asyncio.wait_for(asyncio.to_thread(client, box), BOUND)

    return run(story())


@pytest.mark.parametrize("kind", ["console", "telnet", "ssh"])
def test_netmiko_logs_in_and_reads(kind: str) -> None:
    """Prompt learnt, enabled, output whole and clean, an error told in IOS's words, and no trace of options or echoes."""

    def work(connection: BaseConnection, box: Served) -> list[str]:
        assert connection.find_prompt() == "r1>"
        connection.enable()
        said = [str(connection.send_command(command)) for command in ("show privilege", "show users", "sho priv")]
        said.append(str(connection.send_command("show nonsense")))
        said.append(str(connection.send_command("show access-lists " + "x" * 120)))
        return said

    said = with_netmiko(booted, "r1", kind, work)
    assert said[0] == said[2] == "Current privilege level is 15"
    assert said[1].splitlines()[0] == "    Line       User       Host(s)              Idle       Location"
    assert said[3].splitlines()[-1] == "% Invalid input detected at '^' marker."
    assert said[4] == ""


def test_netmiko_reads_the_shows_of_the_document() -> None:
    """Each show of a head-end, over SSH, is what the console prints."""

    def work(connection: BaseConnection, box: Served) -> dict[str, str]:
        connection.enable()
        return {command: str(connection.send_command(command, strip_prompt=True)) for command in SHOWS}

    lab = booted("headend")
    said = with_netmiko(lambda: lab, "gateway-1", "ssh", work)
    lab.ready("gateway-1")
    for command, text in said.items():
        lab.terminal("gateway-1").take()
        lab.type("gateway-1", [*command, "enter"])
        printed = "".join(chunk.text for chunk in lab.terminal("gateway-1").take()).replace("\r\n", "\n")
        wanted = printed.removeprefix(command + "\n").removesuffix("gateway-1#")
        assert text.strip() == wanted.strip(), command
        assert "% Invalid" not in text, command


def soho_lines() -> list[str]:
    """The SOHO router's configuration, without what reads a body of its own."""
    lines, inside = [], False
    for line in load("headend").config("soho-vp").splitlines():
        inside = line.startswith("crypto ca certificate chain") or (inside and line.startswith(" "))
        if line.strip("! ") and not inside and line != "end":
            lines.append(line)
    return lines


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Lab]:
    """A SOHO router with lines to log in at and nothing else."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "lab.yaml").write_text(HOME)
    (folder / "home.cfg").write_text(BARE)

    @lru_cache
    def opened() -> Lab:
        lab = Lab.open(Path(folder), start="cold", numbers=True)
        lab.advance(BOOTED)
        return lab

    return lambda: opened().copy()


@pytest.mark.parametrize("kind", ["telnet", "ssh"])
def test_netmiko_configures_a_home_router_saves_and_reloads(home: Callable[[], Lab], kind: str) -> None:
    """The document's SOHO configuration goes in without an error, is saved, survives a reload, and reads as it went in."""

    async def story() -> None:
        async with served(home(), ssh=True) as box:

            def first() -> str:
                with netmiko(box, "home", kind) as connection:
                    connection.enable()
                    said = str(
                        connection.send_config_set(soho_lines(), error_pattern=r"% (Invalid|Incomplete|Ambiguous)")
                    )
                    connection.set_base_prompt()  # the name is another now
                    said += str(connection.save_config())
                    connection.send_command("reload", expect_string=r"\[confirm\]")
                    connection.write_channel("\n")
                    connection.cleanup = lambda command="exit": None  # the router has gone: nobody to say `exit` to
                    return said

            def second() -> str:
                with netmiko(box, "home", kind) as connection:
                    connection.enable()
                    return str(connection.send_command("show running-config"))

            assert "[OK]" in await asyncio.wait_for(asyncio.to_thread(first), BOUND)
            box.lab.advance(BOOTED)
            running = await asyncio.wait_for(asyncio.to_thread(second), BOUND)
            kept = [line.rstrip() for line in running.splitlines()]
            wanted = [line.rstrip() for line in soho_lines()]
            assert [line for line in wanted if line not in kept] == [" set peer 64.yy.yy.a", " set peer 64.yy.yy.b"]
            assert " set peer 64.100.1.1" in kept

    run(story())


@pytest.mark.parametrize("transport", ["asynctelnet", "asyncssh"])
def test_scrapli_reads_and_configures(transport: str) -> None:
    """Scrapli's IOS driver: opens, enables by itself, reads, configures, tells failures from success."""

    async def story() -> None:
        async with served(ssh=True) as box:
            kind = "ssh" if transport == "asyncssh" else "telnet"
            driver = AsyncIOSXEDriver(
                host=LOCAL,
                port=box.port("r1", kind),
                auth_username="student",
                auth_password="lab",
                auth_secondary="cisco",
                auth_strict_key=False,
                transport=transport,
                timeout_ops=BOUND,
            )
            async with driver as connection:
                assert await connection.get_prompt() == "r1#"
                assert (await connection.send_command("show privilege")).result == "Current privilege level is 15"
                version = await connection.send_command("show version")
                assert "Cisco Internetwork Operating System Software" in version.result
                assert (await connection.send_command("show nonsense")).failed
                done = await connection.send_configs(["interface FastEthernet0/0", "description " + "y" * 150])
                assert not done.failed
                running = await connection.send_command("show running-config interface FastEthernet0/0")
                assert " description " + "y" * 150 in running.result.splitlines() or running.failed

    run(story())
