"""Ping and traceroute: questions put to the network by hand (RFC 792 echoes; UDP probes with growing TTL).

Left out: IP options (loose, strict, record), protocols other than IP.
"""

from iossim.device.engine import Feature
from iossim.features.ping.commands import PING_COMMAND, PING_OPTIONS, TRACE_OPTIONS, TRACEROUTE_COMMAND

FEATURE = Feature("ping", commands=(PING_COMMAND, PING_OPTIONS, TRACEROUTE_COMMAND, TRACE_OPTIONS))
