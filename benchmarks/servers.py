"""The servers: the start of a hundred routers, connect times, `show version` a second - beside fakenos in the same run.

    python -m benchmarks.servers [--seconds N] [--alone]

The start is that of `iossim serve --remotes 92` from the shell, as users start it, up to READY and up to the first prompt: CPU
seconds of the process, and wall time beside that of an interpreter that does nothing, taken in turn with it, since the machine
has other work. Then what the parts cost in CPU seconds: the lab from its checkpoint, three doors a router.

For connecting and asking iossim serves its lab `pair`. fakenos, a server of canned answers, runs beside it in a virtual
environment of its own (`.venv-fakenos`, made on the first run; `--alone` leaves it out). The same SSH client asks both, one
command after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import asyncssh

from benchmarks.users import environment
from iossim.frontends.servers.doors import Doors
from iossim.frontends.servers.exchange import Drive
from iossim.frontends.servers.listening import Wanted
from iossim.lab import Lab
from iossim.main import PATIENCE as PATIENCE_OF_COLLECTOR

COMMAND = "show version"
PATIENCE = 20.0
CONNECTS = 20
ROUTERS = 100
STARTS = 5
OF_HEADEND = 8  # routers the lab has without further homes
FAKENOS = "fakenos==1.2.1"
HERE = Path(__file__).parents[1]
CANNED = """
import time
from fakenos import FakeNOS
host = {{"username": "u", "password": "lab", "port": {port}, "platform": "cisco_ios"}}
net = FakeNOS(inventory={{"hosts": {{"r1": host}}}})
net.start()
print("READY", flush=True)
time.sleep(600)
"""


class Rate(NamedTuple):
    """What a client sees of a server: seconds to the first prompt, commands a second, characters of an answer."""

    connect: float
    commands: float
    size: int


class Client:
    """One session."""

    def __init__(self, process: asyncssh.SSHClientProcess[str]) -> None:
        self.process = process

    async def until(self, text: str) -> str:
        """What comes, up to a text."""
        came = ""
        while text not in came:
            piece = await asyncio.wait_for(self.process.stdout.read(65_536), PATIENCE)
            if not piece:
                raise EOFError(came)
            came += piece
        return came

    async def enter(self, line: str, prompt: str) -> str:
        """A line; what came up to the next prompt."""
        self.process.stdin.write(line + "\n")
        return await self.until("\n" + prompt)


async def ask(port: int, user: str, prompt: str, seconds: float) -> Rate:
    """Connect again and again; then ask for so many seconds."""
    where = {"port": port, "username": user, "password": "lab", "known_hosts": None}
    times = []
    for _ in range(CONNECTS):
        began = perf_counter()
        async with asyncssh.connect("127.0.0.1", **where) as connection:
            await Client(await connection.create_process(term_type="vt100", encoding="utf-8")).until(prompt)
            times.append(perf_counter() - began)
    async with asyncssh.connect("127.0.0.1", **where) as connection:
        client = Client(await connection.create_process(term_type="vt100", encoding="utf-8"))
        await client.until(prompt)
        await client.enter("terminal length 0", prompt)
        count = octets = 0
        began = perf_counter()
        while perf_counter() - began < seconds:
            octets += len(await client.enter(COMMAND, prompt))
            count += 1
        return Rate(median(times), count / (perf_counter() - began), octets // count)


@contextlib.contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    """A process, to its end."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, env=environment(), **pipes) as process:
        try:
            yield process
        finally:
            process.terminate()


def of_iossim(seconds: float) -> Rate:
    """`iossim serve --ssh --lab pair`."""
    with running(
        sys.executable, "-m", "iossim", "serve", "--ssh", "--lab", "pair", "--base-port", "0", "--json"
    ) as server:
        assert server.stdout is not None
        port = json.loads(server.stdout.readline())["ssh"]
        server.stdout.readline()
        server.stdout.readline()
        return asyncio.run(ask(port, "lab", "r1>", seconds))


def of_fakenos(seconds: float) -> Rate:
    """The same of fakenos, at a port of ours."""
    venv = HERE / ".venv-fakenos"
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run((sys.executable, "-m", "venv", str(venv)), check=True)
        subprocess.run((str(python), "-m", "pip", "install", "--quiet", FAKENOS), check=True)
    port = 24_022
    with running(str(python), "-c", CANNED.format(port=port)) as server:
        assert server.stdout is not None
        while "READY" not in server.stdout.readline():
            pass
        return asyncio.run(ask(port, "u", "r1>", seconds))


def _nothing(*_: object) -> None:
    """Time stands still here."""


async def _open(lab: Lab) -> int:
    doors = Doors(
        lab, Drive(_nothing, _nothing, _nothing), Wanted(telnet=True, ssh=True, bind="127.0.0.1", base_port=0)
    )
    await doors.open()
    count = len(doors.doors)
    await doors.close()
    return count


class Start(NamedTuple):
    """Seconds from the shell: wall and CPU up to READY and up to the first prompt; an empty interpreter's wall time."""

    ready: float
    ready_cpu: float
    prompt: float
    prompt_cpu: float
    empty: float


def from_the_shell() -> Start:
    """`iossim serve` with a hundred routers, and a client that comes at READY."""
    began = perf_counter()
    subprocess.run((sys.executable, "-c", "pass"), check=True)
    empty = perf_counter() - began
    began = perf_counter()
    arguments = ("serve", "--remotes", str(ROUTERS - OF_HEADEND), "--base-port", "0", "--json")
    with running(str(Path(sys.executable).with_name("iossim")), *arguments) as server:
        assert server.stdout is not None
        rows = []
        while not rows or "ready" not in rows[-1]:
            rows.append(json.loads(server.stdout.readline()))
        ready, ready_cpu = perf_counter() - began, used(server.pid)
        with socket.create_connection(("127.0.0.1", rows[0]["telnet"])) as client:
            client.sendall(b"lab\r")
            came = b""
            while b"gateway-1>" not in came:
                came += client.recv(65_536)
        return Start(ready, ready_cpu, perf_counter() - began, used(server.pid), empty)


def used(pid: int) -> float:
    """CPU seconds of a process so far, in hundredths; where there is no /proc, none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def hundred_routers() -> None:
    """The reference lab with so many further homes: from the shell, and its parts in a process of their own."""
    Lab.open("headend", remotes=ROUTERS - OF_HEADEND, numbers=True)  # played once, then kept
    whole = Start(*map(median, zip(*[from_the_shell() for _ in range(STARTS + 1)][1:], strict=True)))
    print(
        f"from the shell: READY {whole.ready:.2f} s ({whole.ready_cpu:.2f} of CPU), "
        f"first prompt {whole.prompt:.2f} s ({whole.prompt_cpu:.2f}), an empty interpreter {whole.empty:.2f} s"
    )
    command = (sys.executable, "-m", "benchmarks.servers", "--start")
    runs = [
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
        for _ in range(STARTS + 1)  # the first one compiles
    ][1:]
    starts = sorted((json.loads(run.stdout) for run in runs), key=lambda start: start["together"])
    middle = starts[len(starts) // 2]
    print("{doors} doors of {routers} routers, settled: {together:.2f} s (lab {lab:.2f}, doors {listening:.2f}), "
          "beside {imports:.2f} s of imports".format(**middle))  # fmt: skip


def start() -> None:
    """One start, as JSON: CPU seconds for the interpreter and its imports, the lab, and the doors."""
    gc.set_threshold(*PATIENCE_OF_COLLECTOR)
    imports = process_time()
    lab = Lab.open("headend", remotes=ROUTERS - OF_HEADEND, numbers=True)
    opened = process_time()
    doors = asyncio.run(_open(lab))
    done = process_time()
    figures = {"imports": imports, "lab": opened - imports, "listening": done - opened, "together": done - imports}
    print(json.dumps({"routers": len(lab.devices), "doors": doors, **figures}))


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--alone", action="store_true", help="without fakenos")
    parser.add_argument("--start", action="store_true", help="start a hundred routers once, and say what it took")
    args = parser.parse_args()
    if args.start:
        start()
        return
    hundred_routers()
    for name, measure in (("iossim", of_iossim), *(() if args.alone else (("fakenos", of_fakenos),))):
        rate = measure(args.seconds)
        print(
            f"{name:8} connect {1000 * rate.connect:7.0f} ms   {COMMAND} {rate.commands:9,.1f} /s"
            f"   {rate.size} characters each"
        )


if __name__ == "__main__":
    main()
