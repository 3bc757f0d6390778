"""Messages that leave a router: what a syslog server keeps of them."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import iossim
from iossim.endpoints.host import Host
from iossim.lab.lab import Lab
from iossim.sim.clock import SECOND

PAIR = Path(iossim.__file__).parent / "labs" / "pair"


def lab_with_server(folder: Path) -> tuple[Lab, Host]:
    """The lab `pair`, whose second host keeps messages."""
    place = folder / "pair"
    copytree(PAIR, place)
    file = place / "lab.yaml"
    text = file.read_text()
    before, _, after = text.partition("  host-2:")
    assert "services: [telnet]" in after
    file.write_text(before + "  host-2:" + after.replace("services: [telnet]", "services: [syslog]", 1))
    lab = Lab.open(str(file), batch=True)
    server = lab.world.nodes["host-2"]
    assert isinstance(server, Host) and server.address is not None
    return lab, server


def typed(lab: Lab, *lines: str) -> None:
    """Lines at r1."""
    for line in lines:
        lab.type("r1", [*line, "enter"])
        lab.advance(SECOND)


def test_a_server_keeps_what_is_severe_enough(tmp_path: Path) -> None:
    """By `logging trap`, with facility and severity in front; what is less severe stays at home."""
    lab, server = lab_with_server(tmp_path)
    lab.ready("r1")
    typed(
        lab, "ping 10.0.2.10", "", "configure terminal", f"logging {server.address}", "logging facility local3", "end"
    )
    lab.advance(5 * SECOND)
    ((source, text),) = server.logs
    assert source in lab.router("r1").addresses
    assert text.startswith("<157>1: ") and text.endswith("%SYS-5-CONFIG_I: Configured from console by console")
    typed(lab, "configure terminal", "logging trap critical", "end")
    assert len(server.logs) == 1
