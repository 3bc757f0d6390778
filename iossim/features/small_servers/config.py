"""The lines that switch the small servers on; `ip finger` is the later spelling of `service finger`."""

from __future__ import annotations

from iossim.cli.entry import ConfigLine
from iossim.device.nvgen import Place

_SERVICE = {
    "service": "Modify use of network based services",
    "finger": "Allow responses to finger requests",
    "tcp-small-servers": "Enable small TCP servers (e.g., ECHO)",
    "udp-small-servers": "Enable small UDP servers (e.g., ECHO)",
}
_IP = {"ip": "Global IP configuration subcommands", "finger": "finger server", "http": "HTTP server configuration"}

TCP = ConfigLine("service tcp-small-servers", help=_SERVICE, rank=Place.SERVICE + 17, toggle=False)
UDP = ConfigLine("service udp-small-servers", help=_SERVICE, rank=Place.SERVICE + 18, toggle=False)
FINGER = ConfigLine("service finger", help=_SERVICE, rank=Place.SERVICE + 8, toggle=False)
IP_FINGER = ConfigLine("ip finger", help=_IP, rank=92, toggle=False)
HTTP = ConfigLine("ip http server", help={**_IP, "server": "Enable HTTP server"}, rank=470, toggle=False, always=True)
LINES = (TCP, UDP, FINGER, IP_FINGER, HTTP)
