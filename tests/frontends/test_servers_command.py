"""`iossim serve` as a program of its own: table, READY, JSON, refusals, and its end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from iossim.frontends.servers.doors import Door
from iossim.frontends.servers.run import ports, table
from iossim.lab.journal import Connected, read_journal
from tests.frontends.served import LOCAL, Raw, patient, run

PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "  # a shell's background job ignores it
    "from iossim.main import main; raise SystemExit(main())"
)


async def program(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """The program, with a home of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, "serve", "--lab", "pair", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "HOME": str(folder), "XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder)},
    )


async def refused(folder: Path, *arguments: str) -> str:
    """What it says when it refuses, with code 2 and nothing printed."""
    said, complaint = await patient((await program(folder, *arguments)).communicate())
    assert said == b""
    return complaint.decode()


async def ready(served: asyncio.subprocess.Process) -> list[dict[str, object]]:
    """What it prints up to `ready`, as JSON."""
    assert served.stdout is not None
    rows: list[dict[str, object]] = []
    while not rows or "ready" not in rows[-1]:
        rows.append(json.loads(await patient(served.stdout.readline())))
    return rows


def test_a_session_at_a_served_lab(tmp_path: Path) -> None:
    """Ports as JSON, a login in real time, an orderly end by SIGTERM, and a journal of what was done."""

    async def story() -> None:
        served = await program(tmp_path, "--telnet", "--base-port", "0", "--json")
        r1, r2, end = await ready(served)
        assert [r1["device"], r2["device"], end["lab"]] == ["r1", "r2", "pair"]
        assert set(r1) == {"device", "address", "console", "telnet"}
        client = Raw(*await asyncio.open_connection(LOCAL, int(str(r1["telnet"]))))
        client.send("lab\r")
        await client.until("r1>")
        client.send("ping 10.0.12.2\r")
        assert ".!!!!\r\nSuccess rate is 80 percent (4/5)" in await client.until("\r\nr1>")
        served.send_signal(signal.SIGTERM)
        assert await client.all() == ""
        assert await patient(served.wait()) == 0
        await client.gone()
        journal = read_journal(Path(str(end["journal"])))
        assert any(isinstance(entry, Connected) for entry in journal.inputs)

    run(story())


def test_an_interrupt_ends_it_with_130(tmp_path: Path) -> None:
    """Ctrl-C is no failure and no traceback."""

    async def story() -> tuple[int, bytes]:
        served = await program(tmp_path, "--base-port", "0")
        assert served.stdout is not None
        lines = [await patient(served.stdout.readline()) for _ in range(4)]
        assert lines[0].split() == [b"router", b"address", b"console", b"telnet", b"ssh"]
        assert lines[3] == b"READY\n"
        served.send_signal(signal.SIGINT)
        _, complaint = await patient(served.communicate())
        return served.returncode or 0, complaint

    assert run(story()) == (130, b"")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--bind", "0.0.0.0"), "can be reached from other machines, and consoles have no password"),
        (("--bind", "example"), "is not an address to listen on"),
        (("--credentials", "/nowhere/users"), "/nowhere/users: No such file or directory"),
        (("--web",), "not available in this version"),
        (("--base-port", "65530"), "2 routers need 20 ports from 65530 on"),
    ],
)
def test_what_it_refuses(tmp_path: Path, arguments: tuple[str, ...], why: str) -> None:
    """The reason on standard error, before anything listens."""
    assert why in run(refused(tmp_path, *arguments))


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    """Nothing is opened when one of the ports is taken."""
    with socket.create_server((LOCAL, 0)) as taken:
        said = run(refused(tmp_path, "--telnet", "--base-port", str(taken.getsockname()[1])))
    assert f"cannot listen on {LOCAL}" in said


def test_the_table_has_a_row_a_router() -> None:
    """One row each, columns for the kinds of doors there are."""
    doors = [
        Door("gateway-1", "console", LOCAL, 2000),
        Door("gateway-1", "ssh", LOCAL, 2002),
        Door("r", "ssh", LOCAL, 9),
    ]
    assert ports(doors)[0] == {"device": "gateway-1", "address": LOCAL, "console": 2000, "ssh": 2002}
    assert table(doors) == [
        "router     address    console  ssh",
        "gateway-1  127.0.0.1  2000     2002",
        "r          127.0.0.1           9",
    ]
