"""Clients that mean harm or know no better: what they send and do not read is bounded, and nobody else feels it."""

from __future__ import annotations

import random
import socket

import pytest

from iossim.frontends.servers import caller as caller_module
from iossim.frontends.servers import doors as doors_module
from iossim.frontends.servers.caller import MANY_KEYS
from iossim.frontends.servers.exchange import VIEWERS
from iossim.frontends.servers.nvt import AYT, DO, DONT, IAC, NAWS, SB, SE, WILL, WONT, YES
from iossim.frontends.servers.open_files import SPARE, make_room, resource, room
from iossim.frontends.servers.ssh import WINDOW
from iossim.frontends.servers.telnet import READ, TelnetClient
from iossim.lab.journal import Typed
from tests.frontends.served import Raw, Served, connect, patient, run, served, settle


async def works(client: Raw, name: str = "r1>") -> None:
    """A client gets the right answer."""
    client.send("show privilege\r")
    assert (await client.until(f"level is 1\r\n{name}")).endswith(f"Current privilege level is 1\r\n{name}")


def keys_waiting(box: Served) -> int:
    """The most that waits for any client."""
    return max((len(caller.keys) for caller in box.doors.exchange.callers), default=0)


def keys_typed(box: Served, device: str) -> int:
    """How many have been typed at a router so far."""
    inputs = box.lab.journal.inputs
    return sum(len(entry.keys) for entry in inputs if isinstance(entry, Typed) and entry.device == device)


@pytest.mark.parametrize("kind", ["console", "telnet", "ssh"])
def test_garbage_harms_nobody(kind: str) -> None:
    """Random octets at every kind of door; another session goes on, and so does the door."""

    async def story() -> None:
        async with served(ssh=True) as box:
            other = await box.logged_in("r2")
            chance = random.Random(1)
            for _ in range(20):
                client = await box.raw("r1", kind)
                client.send(chance.randbytes(4096))
                await settle(20)
                await works(other, "r2>")
                client.reset()
            await settle(200)
            assert len(box.doors.exchange.callers) == 1
            await box.raw("r1", kind)

    run(story())


def test_a_line_of_ten_thousand_columns_is_a_line_of_254() -> None:
    """What is too much rings the bell; the line can still be erased and used, others are answered meanwhile."""

    async def story() -> None:
        async with served() as box:
            client, other = await box.logged_in(), await box.logged_in()
            client.send("terminal width 0\r")
            await client.until("0\r\nr1>")
            client.send("x" * 10_000)
            await works(other)
            echo = await client.until("x" * 254 + "\a" * (10_000 - 254))
            assert echo == "x" * 254 + "\a" * (10_000 - 254)
            client.send(b"\x15")
            await works(client)

    run(story())


def test_window_sizes_without_end_are_forgotten() -> None:
    """A hundred thousand of them, and one that never ends: no answer, nothing kept, nothing typed."""

    async def story() -> None:
        async with served() as box:
            client, other = await box.logged_in(), await box.logged_in()
            client.send(bytes([IAC, SB, NAWS, 1, 0, 1, 0, IAC, SE]) * 100_000)
            await works(client)
            client.send(bytes([IAC, WILL, 77, IAC, DO, 78]) * 50_000 + bytes([IAC, SB, NAWS]))
            client.send(b"a" * 1_000_000)
            await works(other)
            client.send(bytes([IAC, SE]))
            client.send("show privilege\r")
            refusals = bytes([IAC, DONT, 77, IAC, WONT, 78]).decode("latin-1")
            answer = "show privilege\r\nCurrent privilege level is 1\r\nr1>"
            assert await client.until(answer) == refusals + answer

    run(story())


def test_questions_without_reading_the_answers_are_bounded() -> None:
    """A client that asks `are you there` for ever and never reads makes no pile of answers."""

    async def story() -> None:
        async with served() as box:
            client = await box.logged_in()
            server = next(c for c in box.doors._clients if isinstance(c, TelnetClient))
            client.writer.transport.pause_reading()
            for _ in range(40):
                client.send(bytes([IAC, AYT]) * 50_000)
                await settle(20)
                assert server.unsent() <= caller_module.MOST_UNREAD + READ // 2 * len(YES)

    run(story())


def test_a_flood_of_keys_waits_outside() -> None:
    """Three million keys: only so many are ever inside, and another session is answered in the middle of it."""

    async def story() -> None:
        async with served() as box:
            flood, other = await box.logged_in(), await box.logged_in()
            flood.send(b"\x15" * 3_000_000)
            most = 0
            for _ in range(30):
                await works(other)
                most = max(most, keys_waiting(box))
            assert 0 < most <= MANY_KEYS + READ
            flood.reset()
            await settle(200)
            assert keys_waiting(box) == 0
            await works(other)

    run(story())


def test_a_flood_by_ssh_waits_outside() -> None:
    """The same by SSH: its window is what may wait inside; window sizes by the thousand are nothing to it."""

    async def story() -> None:
        async with served(ssh=True) as box:
            other = await box.logged_in("r2")
            async with await connect(box) as connection:
                process = await connection.create_process(term_type="vt100", encoding=None)
                await patient(process.stdout.readuntil(b"r1>"))
                for size in range(2000):
                    process.change_terminal_size(size, 1 << 20)
                process.stdin.write(b"\x15" * 3_000_000)
                most = 0
                for _ in range(30):
                    await works(other, "r2>")
                    left = 3_000_000 - process.channel.get_write_buffer_size()
                    most = max(most, left - keys_typed(box, "r1"))
                assert 0 < most <= MANY_KEYS + 2 * WINDOW
                connection.abort()
            await settle(200)
            assert keys_waiting(box) == 0
            await works(other, "r2>")

    run(story())


def test_a_thousand_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those for whom there is room work, the others are sent away, and when all have gone nothing is left of them."""
    monkeypatch.setattr(doors_module, "MOST", 60)

    async def story() -> None:
        async with served() as box:
            other = await box.logged_in()
            kinds = [(device, kind) for device in ("r1", "r2") for kind in ("console", "telnet")]
            inside = 0
            for wave in range(20):
                clients = [await box.raw(*kinds[number % 4]) for number in range(50)]
                await settle(20)
                inside = max(inside, box.doors.clients)
                assert box.doors.clients <= 60
                assert len(box.doors.exchange.callers) <= 2 * (VIEWERS + 5)
                await works(other)
                if wave % 2:  # every other wave stays until the next has come
                    for client in box.clients[1:]:
                        await client.gone()
                    del box.clients[1:]
                    await settle(50)
                    assert box.doors.clients == 1
                del clients
            assert inside == 60
            assert box.doors.turned_away > 0

    run(story())


@pytest.mark.skipif(resource is None, reason="no such limits on Windows")
def test_doors_and_clients_share_the_open_files() -> None:
    """As many clients as files are left for; where the machine allows more, more are asked for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (400, hard))
        assert room(300, 1024) == 400 - 300 - SPARE
        assert room(10, 50) == 50
        make_room(500, 100)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(664, hard)
        make_room(10, 10)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(664, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_half_open_connections_are_looked_for() -> None:
    """TCP keeps asking whether the client is still there."""

    async def story() -> None:
        async with served() as box:
            await box.logged_in()
            server = next(c for c in box.doors._clients if isinstance(c, TelnetClient))
            sock = server.transport.get_extra_info("socket")
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)

    run(story())


@pytest.mark.parametrize("kind", ["telnet", "ssh"])
def test_half_a_login_holds_no_line_for_ever(kind: str) -> None:
    """The router's own patience with a login ends a client that says nothing."""

    async def story() -> None:
        async with served(ssh=True) as box:
            client = await box.raw("r1", kind)
            await settle()
            box.lab.advance(31_000_000)
            if kind == "telnet":
                assert (await client.all()).endswith("% Password:  timeout expired!\r\n")
            assert box.lab.free_line("r1") == "vty 0"

    run(story())


def test_the_end_of_a_pipe_is_answered_first() -> None:
    """A client that ends its side after its lines still gets what comes of them, up to the next prompt."""

    async def story() -> None:
        async with served() as box:
            client = await box.raw()
            client.send("lab\nshow privilege\n")
            client.writer.write_eof()
            said = await client.all()
            assert said.endswith("Password: \r\nr1>show privilege\r\nCurrent privilege level is 1\r\nr1>")
            assert box.lab.free_line("r1") == "vty 0"

    run(story())


def test_what_fails_in_the_lab_is_told() -> None:
    """A bug stops nobody silently: whoever drives the lab gets it."""

    async def story() -> None:
        async with served() as box:
            client = await box.logged_in()
            failure = RuntimeError("a planted one")

            def fail(*_: object) -> None:
                raise failure

            box.lab.type = fail  # type: ignore[method-assign, assignment]
            client.send("x")
            await settle()
            assert box.failures == [failure]
            box.failures.clear()

    run(story())
