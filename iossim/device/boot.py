"""From power to prompt: the phases of a boot, what the console prints meanwhile, and the reading of NVRAM.

A boot is three phases (ROM monitor, image load, initialisation) whose lengths are drawn from the parameter table. At the
end of the third the start-up configuration is parsed by the same grammar as typed lines, engines start and ports begin to
emit. Texts: ios-cli 6.3; legal notices are shortened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device import software
from iossim.device.loader import load_startup
from iossim.device.ports import create_ports
from iossim.sim.kernel import Event

if TYPE_CHECKING:
    from iossim.device.router import Router

BAR = 60
"""Characters of the decompression bar."""


class BootSequence:
    """Where a router stands between off and up. `progress` counts what has been printed, for screens."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.state = "off"
        self.began = 0
        self.ends = 0
        self._pending: list[Event] = []

    def start(self, reason: str) -> None:
        """Begin to boot; the reason is shown by `show version`."""
        router, kernel = self.router, self.router.kernel
        router.return_reason = reason
        self.state = "booting"
        self.began = kernel.now
        phases = router.parameters.boot(router.platform.name)
        stream = kernel.stream(f"{router.name}.boot")
        rom = phases.rom_monitor.draw(stream)
        load = phases.image_load.draw(stream)
        init = phases.initialisation.draw(stream)
        self.ends = kernel.now + rom + load + init
        router.lines.booting()
        kernel.trace.note(router.name, "booting", f"{router.name} starts ({reason})")
        self._later(rom // 3, self._say, banner(router))
        self._later(rom, self._load)
        for step in range(1, 7):
            self._later(rom + load * step // 6, self._say, ["#" * (BAR // 6)], "")
        self._later(rom + load, self._say, [" [OK]", "", *notice(router)])
        self._later(rom + load + init // 2, self._say, hardware(router))
        self._later(rom + load + init, self._finish)

    def halt(self) -> None:
        """Power has gone."""
        for event in self._pending:
            self.router.kernel.cancel(event)
        self._pending.clear()
        self.state = "off"

    @property
    def progress(self) -> float:
        """The share of the boot that is done, for screens: 0 to 1."""
        if self.state != "booting":
            return 1.0 if self.state == "up" else 0.0
        return (self.router.kernel.now - self.began) / max(1, self.ends - self.began)

    def _later(self, after: int, fn: object, *args: object) -> None:
        self._pending.append(self.router.kernel.after(after, fn, *args))  # type: ignore[arg-type]

    def _load(self) -> None:
        """The ROM monitor looks for the images that memory names, and begins to unpack one."""
        missed = self.router.provider("images-missed")
        self._say([*(missed() if missed is not None else ()), "Self decompressing the image : "], "")

    def _say(self, lines: list[str], end: str = "\n") -> None:
        self.router.lines.console.terminal.print("\n".join(lines) + end)

    def _finish(self) -> None:
        self._pending.clear()
        router = self.router
        create_ports(router)
        memory = router.provider("startup-read")
        errors = load_startup(router, memory() if memory is not None else router.startup)
        if errors:
            self._say(errors)
        self.state = "up"
        router.come_up()
        router.lines.ready()


def banner(router: Router) -> list[str]:
    """What the ROM monitor prints."""
    platform = router.platform
    return [
        "",
        platform.rom,
        software.COPYRIGHT.on(router.release),
        f"C{platform.family.removeprefix('C')} platform with {platform.memory_kilobytes} Kbytes of main memory",
        "",
    ]


def notice(router: Router) -> list[str]:
    """The identification of the image, with its legal notices shortened."""
    return ["", *software.identification(router.platform, router.release), ""]


def hardware(router: Router) -> list[str]:
    """What initialisation finds in the box."""
    platform = router.platform
    return [
        platform.processor,
        f"Processor board ID {router.number:010d}",
        *platform.extra_lines,
        *software.hardware_lines(platform, router.release),
        platform.flash_line,
        "",
    ]
