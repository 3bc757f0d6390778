"""`iossim serve` as a program of its own: table, READY, JSON, refusals, and its end. READY comes before the lab is opened."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import asyncssh
import pytest

from iossim.frontends.recording import Condition, work_of
from iossim.frontends.servers.listening import Door
from iossim.frontends.servers.run import ports, table
from iossim.lab.journal import Connected, read_journal
from iossim.lab.lab import Lab
from iossim.lab.opening import opening
from tests.frontends.served import LOCAL, Raw, patient, run

PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "  # a shell's background job ignores it
    "from iossim.main import main; raise SystemExit(main())"
)


# The lab is opened when a line comes in; whatever is asked for at READY is asked for before.
HELD = """
import sys
from iossim.frontends.servers import run
def opened(begun, open_it=run._opened):
    sys.stdin.readline()
    return open_it(begun)
run._opened = opened
"""
LISTED = """
import sys
from iossim.frontends.servers import run
def tell(*_):
    print(*sys.modules)
    sys.exit(0)
run.tell = tell
"""
LATER = ("asyncio", "asyncssh", "cryptography", "textual", "prompt_toolkit", "iossim.sim", "iossim.features",
         "iossim.endpoints", "iossim.lab.lab", "iossim.lab.session", "iossim.cli.grammar", "iossim.device.router")  # fmt: skip


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the settled pair is."""
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        Lab.open("pair")
    return cache


async def program(
    folder: Path, *arguments: str, cache: Path | None = None, before: str = ""
) -> asyncio.subprocess.Process:
    """The program, with a home of its own, after some other code."""
    homes = {"HOME": folder, "XDG_STATE_HOME": folder, "XDG_CACHE_HOME": cache or folder}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", before + PROGRAM, "serve", "--lab", "pair", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **{name: str(place) for name, place in homes.items()}},
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
        (("--remotes", "3"), "this lab has no `remotes` section"),
        (("--remotes", "20001"), "remotes: expected 0 to 20000, found 20001"),
    ],
)
def test_what_it_refuses(tmp_path: Path, arguments: tuple[str, ...], why: str) -> None:
    """The reason on standard error, before anything listens."""
    assert why in run(refused(tmp_path, *arguments))


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    """Nothing is opened when one of the ports is taken."""
    with socket.create_server((LOCAL, 0)) as taken:
        port = taken.getsockname()[1]
        said = run(refused(tmp_path, "--telnet", "--base-port", str(port)))
    assert f"cannot listen on {LOCAL} port {port}: Address already in use" in said


def test_ready_comes_before_the_lab(tmp_path: Path, settled: Path) -> None:
    """While the lab is not open yet clients connect and type; when it is, all of them get what they have come for."""

    async def story() -> None:
        served = await program(tmp_path, "--base-port", "0", "--json", cache=settled, before=HELD)
        r1, r2, _ = await ready(served)
        visitor = Raw(*await asyncio.open_connection(LOCAL, int(str(r1["telnet"]))))
        viewers = [Raw(*await asyncio.open_connection(LOCAL, int(str(r2["console"])))) for _ in range(20)]
        wanted = asyncssh.connect(
            LOCAL, int(str(r2["ssh"])), username="a", password="lab", known_hosts=None, config=None, client_keys=None
        )
        by_ssh = asyncio.ensure_future(wanted)
        visitor.send("lab\rshow privilege\r")
        viewers[0].send("\r")
        assert served.stdin is not None
        served.stdin.write(b"now\n")
        await visitor.until("Current privilege level is 1\r\nr1>")
        for viewer in viewers:
            await viewer.until("r2>")
        async with await patient(by_ssh) as connection:
            process = await connection.create_process(term_type="vt100", encoding="ascii")
            assert await patient(process.stdout.readuntil("r2>")) == "\r\nr2>"
        served.terminate()
        await patient(served.communicate())
        for client in (visitor, *viewers):
            await client.gone()

    run(story())


def test_what_is_loaded_at_ready(tmp_path: Path, settled: Path) -> None:
    """Nothing that a hundred routers can do without until then: half a second is the budget for all of it."""

    async def story() -> list[str]:
        said, _ = await patient((await program(tmp_path, cache=settled, before=LISTED)).communicate())
        return [name for name in said.decode().split() if any(f"{name}.".startswith(f"{late}.") for late in LATER)]

    assert run(story()) == []


def test_a_history_is_played_before_ready(tmp_path: Path) -> None:
    """The first time a lab is served opening it takes long: a client would lose its patience."""

    async def story() -> set[str]:
        said, _ = await patient((await program(tmp_path, before=LISTED)).communicate())
        return {"iossim.lab.lab", "iossim.sim.kernel"} - set(said.decode().split())

    assert run(story()) == set()


@pytest.mark.parametrize(("told", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_an_end_before_the_lab_is_open(tmp_path: Path, settled: Path, told: signal.Signals, code: int) -> None:
    """It ends as at any other time, and leaves a whole journal that nobody works on."""

    async def story() -> None:
        served = await program(tmp_path, "--base-port", "0", "--json", cache=settled, before=HELD)
        journal = Path(str((await ready(served))[-1]["journal"]))
        assert work_of(journal).condition is Condition.IN_USE
        served.send_signal(told)
        _, complaint = await patient(served.communicate())
        assert (served.returncode, complaint) == (code, b"")
        assert work_of(journal).condition is Condition.CLOSED
        assert read_journal(journal).inputs == []

    run(story())


@pytest.mark.parametrize(("key", "when"), [("nonsense", "before"), ("-----BEGIN PRIVATE KEY-----\nnonsense", "after")])
def test_a_host_key_that_is_none(tmp_path: Path, settled: Path, key: str, when: str) -> None:
    """What is seen at a glance is said before READY, the rest after it; the code is 2 either way."""
    folder = tmp_path / "iossim" / "ssh"
    folder.mkdir(parents=True)
    (folder / "ed25519.key").write_text(key)

    async def story() -> tuple[bytes, bytes, int | None]:
        served = await program(tmp_path, "--base-port", "0", cache=settled)
        return *await patient(served.communicate()), served.returncode

    said, complaint, code = run(story())
    assert (b"READY" in said, code) == (when == "after", 2)
    assert complaint.startswith(f"iossim serve: no host keys in {folder}: ".encode())


def test_further_homes_have_doors_too() -> None:
    """The definition alone says which routers there will be, in their order."""
    begun = opening("headend", "cold", remotes=2)
    assert begun.definition.routers[-2:] == ("soho-7", "soho-8")
    assert Lab.begin(begun).devices == begun.definition.routers


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
