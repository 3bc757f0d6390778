"""How many times a second an SSH server answers `show version`, one client, one command after the other.

    iossim serve --lab pair --ssh --base-port 24200
    python -m benchmarks.ssh_rate 24202 'r1>'

Any server that prompts like a router can be measured: port, prompt, then lines to enter first (`enable`).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import time

import asyncssh

COMMAND = "show version"
PATIENCE = 20.0


class Client:
    """One session."""

    def __init__(self, process: asyncssh.SSHClientProcess[str]) -> None:
        self.process = process

    async def until(self, text: str, patience: float = PATIENCE) -> str:
        """What comes, up to a text."""
        came = ""
        while text not in came:
            piece = await asyncio.wait_for(self.process.stdout.read(65_536), patience)
            if not piece:
                raise EOFError(came)
            came += piece
        return came

    async def enter(self, line: str, prompt: str) -> str:
        """A line; what came up to the next prompt."""
        self.process.stdin.write(line + "\n")
        return await self.until("\n" + prompt)


async def measure(args: argparse.Namespace) -> None:
    """Connect, warm up, count for some seconds."""
    where = {"port": args.port, "username": args.user, "password": args.password, "known_hosts": None}
    async with asyncssh.connect("127.0.0.1", **where) as connection:
        client = Client(await connection.create_process(term_type="vt100", encoding="utf-8"))
        prompt = args.prompt
        with contextlib.suppress(asyncio.TimeoutError):
            await client.until(prompt, 3.0)
        for line in args.first:
            prompt = prompt[:-1] + "#" if line == "enable" else prompt
            await client.enter(line, prompt)
        await client.enter("terminal length 0", prompt)
        count = octets = 0
        began = time.perf_counter()
        while time.perf_counter() - began < args.seconds:
            octets += len(await client.enter(COMMAND, prompt))
            count += 1
        print(f"{count / (time.perf_counter() - began):,.1f} a second, {octets // count} characters each")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("port", type=int)
    parser.add_argument("prompt")
    parser.add_argument("first", nargs="*")
    parser.add_argument("--user", default="u")
    parser.add_argument("--password", default="lab")
    parser.add_argument("--seconds", type=float, default=5.0)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
