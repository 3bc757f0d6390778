"""Virtual terminals by SSH: asyncssh as a client, and OpenSSH where it is installed."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from pathlib import Path

import asyncssh
import pytest

from iossim.frontends.servers import ssh as servers_ssh
from iossim.frontends.servers.gate import Gate
from iossim.lab.journal import Connected, Disconnected
from tests.frontends.served import LOCAL, Served, connect, patient, run, served, settle


async def read_until(process: asyncssh.SSHClientProcess[str], text: str) -> str:
    """What comes, up to and with a text."""
    return str(await patient(process.stdout.readuntil(text)))


def configure(box: Served, *lines: str) -> None:
    """Type configuration lines at r1's console."""
    box.lab.ready("r1")
    for line in ("configure terminal", *lines, "end"):
        box.lab.type("r1", [*line, "enter"])


def test_the_password_of_the_lines_lets_in() -> None:
    """The session begins at the prompt; the echo is exact, `exit` ends it with status 0, and the line is free again."""

    async def story() -> None:
        async with served(ssh=True, telnet=False) as box, await connect(box) as connection:
            process = await connection.create_process(term_type="vt100", term_size=(511, 1000), encoding="ascii")
            assert await read_until(process, "r1>") == "\r\nr1>"
            process.stdin.write("terminal length 0\n")
            assert await read_until(process, "r1>") == "terminal length 0\r\nr1>"
            process.stdin.write("exit\r")
            assert await patient(process.stdout.read()) == "exit\r\n"
            await patient(process.wait_closed())
            assert process.exit_status == 0
            await settle()
            assert box.lab.free_line("r1") == "vty 0"

    run(story())


def test_a_wrong_password_takes_no_line() -> None:
    """Three wrong passwords end the connection; nobody is left at a line."""

    async def story() -> None:
        async with served(ssh=True, telnet=False) as box:
            for password in ("x", "", "l\u00e4b"):
                with pytest.raises(asyncssh.PermissionDenied):
                    await connect(box, password=password)
            came = [type(e) for e in box.lab.journal.inputs if isinstance(e, Connected | Disconnected)]
            assert came == [Connected, Disconnected] * 2
            await settle()
            assert box.doors.clients == 0

    run(story())


def test_local_users_log_in_by_name() -> None:
    """With `login local` the name and the password of SSH are those of the router's users, with their privilege."""

    async def story() -> None:
        async with served(ssh=True, telnet=False) as box:
            configure(box, "username ann privilege 15 password se cret", "line vty 0 4", "login local")
            with pytest.raises(asyncssh.PermissionDenied):
                await connect(box, "bob", "se cret")
            async with await connect(box, "ann", "se cret") as connection:
                process = await connection.create_process(term_type="xterm", encoding="ascii")
                assert await read_until(process, "r1#") == "\r\nr1#"
                process.stdin.write("show users\r")
                assert "*  2 vty 0     ann        idle" in await read_until(process, "Peer")

    run(story())


def test_transport_input_is_obeyed() -> None:
    """Lines that take only telnet let no SSH client in."""

    async def story() -> None:
        async with served(ssh=True) as box:
            configure(box, "line vty 0 4", "transport input telnet")
            with pytest.raises(asyncssh.PermissionDenied):
                await connect(box)
            await (await box.raw()).until("Password: ")

    run(story())


def test_there_is_nothing_but_a_line() -> None:
    """No command of the machine, no file transfer, no forwarding, no second session."""

    async def story() -> None:
        async with served(ssh=True, telnet=False) as box, await connect(box) as connection:
            for wanted in (
                connection.create_process("ls"),
                connection.create_process(subsystem="sftp"),
                connection.open_connection(LOCAL, box.port("r1", "ssh")),
            ):
                with pytest.raises(asyncssh.ChannelOpenError):
                    await patient(wanted)
            with pytest.raises(asyncssh.ChannelListenError):
                await patient(connection.forward_remote_port(LOCAL, 0, LOCAL, 9))
            async with await connect(box) as other:
                await other.create_process(term_type="xterm")
                with pytest.raises(asyncssh.ChannelOpenError):
                    await patient(other.create_process(term_type="xterm"))

    run(story())


def test_a_client_that_vanishes_leaves_its_line() -> None:
    """Broken off in the middle of configuration: the line is free, the router has logged it."""

    async def story() -> None:
        async with served(ssh=True, telnet=False) as box:
            connection = await connect(box)
            process = await connection.create_process(term_type="xterm", encoding="ascii")
            process.stdin.write("enable\rcisco\rconfigure terminal\r")
            await read_until(process, "r1(config)#")
            connection.abort()
            await patient(connection.wait_closed())
            await settle()
            assert box.lab.free_line("r1") == "vty 0"
            assert not box.doors.exchange.callers

    run(story())


def test_a_login_without_a_session_ends_with_the_connection() -> None:
    """Who has logged in and opens no session holds a line as long as he is connected, or as `exec-timeout` says."""

    async def story() -> None:
        async with served(ssh=True, telnet=False) as box, await connect(box) as connection:
            assert box.lab.free_line("r1") == "vty 1"
            box.lab.advance(601_000_000)
            await settle()
            assert box.lab.free_line("r1") == "vty 0"
            with pytest.raises(asyncssh.ChannelOpenError):
                await patient(connection.create_process())

    run(story())


def test_a_gate_has_its_own_names_and_the_lab_s_password_answers_the_router() -> None:
    """Behind a gate its password counts, not the router's; a router that wants another one asks for it."""

    async def story() -> None:
        async with served(ssh=True, telnet=False, gate=Gate({"ann": "secret"})) as box:
            with pytest.raises(asyncssh.PermissionDenied):
                await connect(box, "ann", "lab")
            async with await connect(box, "ann", "secret") as connection:
                process = await connection.create_process(term_type="xterm", encoding="ascii")
                assert await read_until(process, "r1>") == "\r\nr1>"
            configure(box, "line vty 0 4", "password other")
            async with await connect(box, "ann", "secret") as connection:
                process = await connection.create_process(term_type="xterm", encoding="ascii")
                await read_until(process, "Password: ")
                process.stdin.write("other\r")
                await read_until(process, "r1>")

    run(story())


def test_host_keys_stay(tmp_path: Path) -> None:
    """Made once, readable by the owner only, the same the next time."""
    made = servers_ssh.host_keys(tmp_path / "keys")
    again = servers_ssh.host_keys(tmp_path / "keys")
    assert [key.public_data for key in made] == [key.public_data for key in again]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}


@pytest.mark.skipif(shutil.which("ssh") is None and "CI" not in os.environ, reason="OpenSSH is not installed")
def test_openssh_logs_in(tmp_path: Path) -> None:
    """The usual client: password asked for, a session typed, its end is the program's."""
    ask = tmp_path / "ask"
    ask.write_text("#!/bin/sh\necho lab\n")
    ask.chmod(0o700)
    options = (
        "StrictHostKeyChecking=no",
        "UserKnownHostsFile=/dev/null",
        "NumberOfPasswordPrompts=1",
        "LogLevel=ERROR",
    )
    flags = [part for option in options for part in ("-o", option)]
    environment = {**os.environ, "SSH_ASKPASS": str(ask), "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":0"}

    async def story() -> tuple[str, int | None]:
        async with served(ssh=True, telnet=False) as box:
            program = await asyncio.create_subprocess_exec(
                *("ssh", "-tt", "-F", "/dev/null", *flags, "-p", str(box.port("r1", "ssh")), f"student@{LOCAL}"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env=environment,
            )
            out, _ = await patient(program.communicate(b"show privilege\nexit\n"))
            return out.decode(), program.returncode

    out, code = run(story())
    assert out == "\r\nr1>show privilege\r\nCurrent privilege level is 1\r\nr1>exit\r\n"
    assert code == 0
