"""Consoles and virtual terminals by telnet, seen octet by octet."""

from __future__ import annotations

import pickle

import pytest

from iossim.cli.screen import Kind
from iossim.frontends.servers.caller import MOST_UNREAD
from iossim.frontends.servers.doors import Doors
from iossim.frontends.servers.exchange import VIEWERS
from iossim.frontends.servers.gate import Gate
from iossim.frontends.servers.listening import CannotOpen, Wanted, address_of
from iossim.frontends.servers.nvt import OPENING
from iossim.lab.journal import Connected, Disconnected
from iossim.lab.lab import Lab
from tests.frontends.served import LOCAL, booted, patient, run, served, settle

LOGIN = "\r\n\r\nUser Access Verification\r\n\r\nPassword: "


def test_the_login_comes_at_once() -> None:
    """A client that says nothing gets the opening and the router's own login."""

    async def story() -> None:
        async with served() as box:
            client = await box.raw()
            assert await patient(client.reader.readexactly(len(OPENING))) == OPENING
            assert await client.until("Password: ") == LOGIN

    run(story())


def test_every_character_is_echoed_but_those_of_a_password() -> None:
    """Each key's echo has come before the next is sent; the password leaves a new line only; the prompt is last."""

    async def story() -> None:
        async with served() as box:
            client = await box.raw()
            await client.until("Password: ")
            client.send("lab\r")
            assert await client.until("r1>") == "\r\nr1>"
            for key in "show privilege":
                client.send(key)
                assert await client.until(key) == key
            client.send("\r\n")
            assert await client.until("r1>") == "\r\nCurrent privilege level is 1\r\nr1>"
            await settle()
            assert client.rest == b""

    run(story())


@pytest.mark.parametrize("width", [0, 511, 512])
def test_long_lines_are_neither_scrolled_nor_wrapped(width: int) -> None:
    """After `terminal width` 0, 511 or 512 a line of two hundred characters is echoed as it is typed."""

    async def story() -> None:
        async with served() as box:
            client = await box.logged_in()
            client.send(f"terminal width {width}\rterminal length 0\r")
            assert await client.until("length 0\r\nr1>") == f"terminal width {width}\r\nr1>terminal length 0\r\nr1>"
            line = "show access-lists " + "x" * 180
            client.send(line)
            assert await client.until("x" * 180) == line

    run(story())


def test_messages_stay_away_without_terminal_monitor() -> None:
    """A log message is printed on a virtual terminal only after `terminal monitor`."""

    async def story() -> None:
        async with served() as box:
            client = await box.logged_in(enable=True)
            box.lab.do("cut x-over")
            box.lab.advance(10_000_000)
            await settle()
            assert client.rest == b""
            client.send("terminal monitor\r")
            await client.until("monitor\r\nr1#")
            box.lab.do("restore x-over")
            box.lab.advance(20_000_000)
            assert "%LINK-3-UPDOWN: Interface FastEthernet0/1" in await client.until("to up\r\n")

    run(story())


def test_a_wrong_password_three_times_ends_the_connection() -> None:
    """The router's own words, then the end."""

    async def story() -> None:
        async with served() as box:
            client = await box.raw()
            client.send("a\rb\rc\r")
            assert (await client.all()).endswith("Password: \r\nPassword: \r\nPassword: \r\n% Bad passwords\r\n")

    run(story())


def test_exit_ends_the_connection_and_frees_the_line() -> None:
    """Who came, where, and that he has gone, is in the journal; the next one gets the same line."""

    async def story() -> None:
        async with served() as box:
            client = await box.logged_in()
            client.send("exit\r")
            assert await client.all() == "exit\r\n"
            await (await box.raw()).until("Password: ")
            came = [entry for entry in box.lab.journal.inputs if isinstance(entry, Connected | Disconnected)]
            assert [(type(entry), entry.line) for entry in came] == [
                (Connected, "vty 0"),
                (Disconnected, "vty 0"),
                (Connected, "vty 0"),
            ]

    run(story())


def test_five_lines_and_no_more() -> None:
    """The sixth is refused; a client that vanishes leaves its line to the next."""

    async def story() -> None:
        async with served() as box:
            clients = [await box.logged_in() for _ in range(5)]
            assert await (await box.raw()).all() == "% Connection refused by remote host\r\n"
            clients[2].reset()
            await settle()
            client = await box.logged_in()
            client.send("show users\r")
            assert "*  4 vty 2                idle                 00:00:00   127.0.0.1\r\n" in await client.until(
                "Peer"
            )

    run(story())


def test_transport_input_is_obeyed() -> None:
    """Lines that take only SSH refuse telnet."""

    async def story() -> None:
        async with served() as box:
            box.lab.ready("r1")
            box.lab.type("r1", [*"configure t", "enter", *"line vty 0 4", "enter", *"transport input ssh", "enter"])
            assert await (await box.raw()).all() == "% Connection refused by remote host\r\n"
            assert box.lab.free_line("r1", "ssh") == "vty 0"

    run(story())


def test_a_router_that_boots_breaks_its_virtual_terminals() -> None:
    """Power off ends them, a console goes on and shows the boot; nobody gets in before IOS runs."""

    async def story() -> None:
        async with served() as box:
            client, console = await box.logged_in(), await box.raw(kind="console")
            box.lab.do("power off r1")
            assert await client.all() == ""
            assert await (await box.raw()).all() == "% Connection refused by remote host\r\n"
            box.lab.do("power on r1")
            box.lab.advance(200_000_000)
            assert "System Bootstrap" in await console.until("Press RETURN to get started!")
            await (await box.raw()).until("Password: ")

    run(story())


def test_an_idle_exec_ends_its_connection() -> None:
    """`exec-timeout` ends the EXEC, and with it the client's connection."""

    async def story() -> None:
        async with served() as box:
            client = await box.logged_in()
            box.lab.advance(601_000_000)
            assert await client.all() == ""
            assert box.lab.free_line("r1") == "vty 0"

    run(story())


def test_everybody_at_a_console_sees_everything_once() -> None:
    """Two viewers and a third who comes in the middle of a line: each key's echo and each output once, in order."""

    async def story() -> None:
        async with served() as box:
            one, two = await box.raw(kind="console"), await box.raw(kind="console")
            one.send("\r")
            assert (await one.until("r1>")).endswith("\r\n\r\nr1>")
            await two.until("r1>")
            one.send("show ")
            await one.until("show ")
            await two.until("show ")
            three = await box.raw(kind="console")
            assert await three.until("show ") == "r1>show "
            two.send("clo")
            for client in (one, two, three):
                assert await client.until("clo") == "clo"
            three.send("ck\r")
            said = [await client.until("r1>") for client in (one, two, three)]
            assert said[0] == said[1] == said[2]
            assert said[0].count("\r\n") == 2
            one.close()
            two.send("exit\r")
            assert "r1 con0 is now available" in await three.until("Press RETURN to get started.")

    run(story())


def test_a_console_is_not_emptied_by_its_viewers() -> None:
    """Whoever takes the console's text gets all of it; viewers get it too."""

    async def story() -> None:
        async with served() as box:
            client = await box.raw(kind="console")
            client.send("\rshow privilege\r")
            await client.until("is 1\r\nr1>")
            taken = "".join(chunk.text for chunk in box.lab.terminal("r1").take())
            assert taken.endswith("r1>show privilege\r\nCurrent privilege level is 1\r\nr1>")

    run(story())


def test_a_console_has_room_for_so_many() -> None:
    """Beyond that, a client is told and sent away; one place that becomes free is free."""

    async def story() -> None:
        async with served() as box:
            clients = [await box.raw(kind="console") for _ in range(VIEWERS)]
            await settle()
            assert await (await box.raw(kind="console")).all() == "% Too many connections\r\n"
            clients[0].close()
            await settle()
            client = await box.raw(kind="console")
            client.send("\r")
            await client.until("r1>")

    run(story())


def test_what_came_by_telnet_replays() -> None:
    """The journal with connections in it leads to the same fingerprint; watchers are no part of a copy."""

    async def story() -> Lab:
        lab = booted()
        async with served(lab) as box:
            client = await box.logged_in(enable=True)
            client.send("configure terminal\rhostname other\rend\r")
            await client.until("other#")
            lab.advance(5_000_000)
            copy = lab.copy()
            assert not copy.terminal("r1", "vty 0").screen.watchers
            client.send("exit\r")
            await client.all()
            pickle.dumps(lab)
        return lab

    lab = run(story())
    assert Lab.replay(lab.journal).fingerprint() == lab.fingerprint()


def test_another_lab_takes_the_place() -> None:
    """A console goes on at the branch, a visitor is sent away."""

    async def story() -> None:
        async with served() as box:
            console, visitor = await box.raw(kind="console"), await box.logged_in()
            console.send("\r")
            await console.until("r1>")
            branch = box.lab.copy()
            box.doors.exchange.move_to(branch)
            assert await visitor.all() == ""
            console.send("show privilege\r")
            await console.until("is 1\r\nr1>")
            assert branch.terminal("r1").last_line == "r1>"
            assert box.lab.terminal("r1").revision < branch.terminal("r1").revision

    run(story())


def test_a_gate_comes_before_everything() -> None:
    """Neither a console nor a virtual terminal shows a character before the gate has been passed."""

    async def story() -> None:
        async with served(gate=Gate({"ann": "secret"})) as box:
            client = await box.raw(kind="console")
            assert await client.until("Username: ") == "\r\niossim\r\n\r\nUsername: "
            client.send("ann\rwrong\r")
            await client.until("Username: ")
            assert not box.doors.exchange.callers
            client.send("ann\r\nsecret\r\n")
            await client.until("Password: \r\n")
            await settle()
            client.send("\r")
            await client.until("r1>")
            thief = await box.raw()
            thief.send("a\rb\rc\rd\re\rf\r")
            assert (await thief.all()).count("% Login invalid") == 3

    run(story())


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.0.2.1"])
def test_other_machines_are_refused_without_credentials(bind: str) -> None:
    """The reason names what to do; a gate opens the way, loopback needs none."""
    with pytest.raises(CannotOpen, match=r"can be reached from other machines.*--credentials"):
        address_of(bind, gated=False)
    assert address_of(bind, gated=True) == bind
    assert [address_of(b, gated=False) for b in ("127.0.0.1", "localhost", "::1")] == [LOCAL, LOCAL, "::1"]


def test_a_taken_port_opens_nothing() -> None:
    """Doors open as a whole or not at all."""

    async def story() -> None:
        async with served() as box:
            taken = box.port("r2", "telnet")
            wanted = Wanted(base_port=taken - 11)
            doors = Doors(box.lab, box.doors.exchange.drive, wanted)
            with pytest.raises(CannotOpen, match=r"cannot listen on 127\.0\.0\.1"):
                await doors.open()
            assert not doors._listeners

    run(story())


def test_a_client_that_does_not_read_is_cut_off() -> None:
    """So much may wait for it; others at the same console lose nothing."""

    async def story() -> None:
        async with served() as box:
            deaf, other = await box.raw(kind="console"), await box.raw(kind="console")
            deaf.writer.transport.pause_reading()
            screen = box.lab.terminal("r1").screen
            line, count = "x" * 998, 0
            while box.doors.clients == 2:
                for _ in range(100):
                    screen.print(Kind.OUTPUT, line + "\n")
                count += 100
                await other.until(line + "\r\n")
                other.rest = b""
                await settle(5)
                assert count < 50_000
            assert count * 1000 > MOST_UNREAD
            other.send("\r")
            await other.until("r1>")

    run(story())
