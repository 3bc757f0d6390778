"""Real routers on real wires, built directly: for tests of features without a lab file."""

from __future__ import annotations

from datetime import UTC, datetime

from iossim.cli.builtin import COMMANDS
from iossim.cli.release import Release
from iossim.cli.screen import Kind
from iossim.device.catalog import Catalog
from iossim.device.engine import Feature
from iossim.device.parameters import Parameters
from iossim.device.platform import C1710, C7206VXR, Platform
from iossim.device.router import Router
from iossim.net.address import NUMBERS
from iossim.net.topology import Network
from iossim.net.wire import Wire
from iossim.sim.clock import WallClock
from iossim.sim.kernel import Kernel

SECOND = 1_000_000
MINUTE = 60 * SECOND


class Bench:
    """A kernel, a network, and routers made of some features."""

    release = "12.2(11)T"

    def __init__(self, *features: Feature, name: str = "bench") -> None:
        self.kernel = Kernel(1)
        self.network = Network(self.kernel)
        self.wire = Wire(self.network)
        self.roster = f"{name}:{','.join(feature.name for feature in features)}"
        Catalog(self.roster, features, COMMANDS)  # known by its name from now on
        self.routers: dict[str, Router] = {}

    def router(self, name: str, startup: str, platform: Platform = C7206VXR) -> Router:
        """A router, still without power."""
        router = Router(
            name,
            self.wire,
            number=len(self.routers) + 1,
            platform=platform,
            release=Release.parse(self.release),
            look=Release.parse(self.release),
            roster=self.roster,
            parameters=Parameters(),
            startup=startup,
            names=NUMBERS,
            wall=WallClock.of(datetime(2003, 3, 12, tzinfo=UTC)),
        )
        self.routers[name] = router
        return router

    def join(self, a: str, b: str, delay: int = 100) -> str:
        """A cable between two ports, each `router:port`."""
        ends = [tuple(end.split(":")) for end in (a, b)]
        name = f"{a}-{b}"
        self.network.join(name, ends[0], ends[1], delay)  # type: ignore[arg-type]
        return name

    def boot(self) -> None:
        """Power for everybody, and time until all is quiet."""
        for router in self.routers.values():
            router.power_on()
        self.wait(180 * SECOND)

    def wait(self, micros: int) -> None:
        """Let time pass."""
        self.kernel.run_until(self.kernel.now + micros)

    def type(self, name: str, *lines: str) -> str:
        """Lines at a router's console, each with Return; what was printed, without echoes and prompts."""
        terminal = self.routers[name].lines.console.terminal
        if terminal.session.stage != "exec":
            terminal.paste("\r")
            terminal.session.level = 15
            terminal.length = 0
        terminal.take()
        for line in lines:
            terminal.paste(line + "\r")
        printed = terminal.take()
        text = "".join(chunk.text for chunk in printed if chunk.kind == Kind.OUTPUT)
        return "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n")).strip("\n")

    def configure(self, name: str, *lines: str) -> str:
        """Lines in global configuration, and back."""
        return self.type(name, "configure terminal", *lines, "end")

    def logs(self, name: str) -> list[str]:
        """The messages a router has logged."""
        return [record.render(NUMBERS) for record in self.routers[name].log.records]


__all__ = ["C1710", "C7206VXR", "MINUTE", "SECOND", "Bench"]
