"""The 2026 rewrite of scrapli against a served lab: every transport logs in, enables and reads the document's displays.

It cannot share an environment with the classic scrapli, so it is a program of its own: `make clients`. Ends with 1 when
something it read is not what the lab says.
"""

from __future__ import annotations

import json
import subprocess
import sys

from scrapli import (
    AuthOptions,
    Cli,
    LookupKeyValue,
    TransportBinOptions,
    TransportSsh2Options,
    TransportTelnetOptions,
)

LOCAL = "127.0.0.1"
WANTED = {
    "show version": "IOS (tm) 7200 Software",
    "show ip route": "D EX    10.81.2.48 [170/2588160] via 192.168.81.4",
    "show crypto isakmp sa": "QM_IDLE",
    "show standby brief": "Active",
    "show running-config": "crypto dynamic-map dmap 10",
}
TRANSPORTS = (("ssh", TransportSsh2Options), ("ssh", TransportBinOptions), ("telnet", TransportTelnetOptions))


def ports(server: subprocess.Popen[str]) -> dict[str, int]:
    """The doors of gateway-1, as the server tells them."""
    found: dict[str, int] = {}
    assert server.stdout is not None
    for line in server.stdout:
        told = json.loads(line)
        if told.get("ready"):
            break
        if told["device"] == "gateway-1":
            found = told
    return found


def read(kind: str, options: type, port: int) -> list[str]:
    """What one transport does not see."""
    auth = AuthOptions(
        username="student", password="lab", lookups=[LookupKeyValue(key="enable", value="cisco")]
    )  # the lab's own passwords, see README.md
    with Cli(
        LOCAL, port=port, definition_file_or_name="cisco_iosxe", auth_options=auth, transport_options=options()
    ) as client:
        missing = [line for line, part in WANTED.items() if part not in client.send_input(line).result]
        prompt = client.get_prompt().result
    return missing + ([] if prompt == "gateway-1#" else [f"prompt {prompt!r}"])


def main() -> int:
    """Serve the lab, try every transport."""
    command = [sys.argv[1], "serve", "--lab", "headend", "--telnet", "--ssh", "--base-port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            doors = ports(server)
            failures = {f"{kind} {options.__name__}": read(kind, options, doors[kind]) for kind, options in TRANSPORTS}
        finally:
            server.terminate()
    for name, missing in failures.items():
        print(f"scrapli rewrite, {name}: {'all read' if not missing else 'not seen: ' + ', '.join(missing)}")
    return int(any(failures.values()))


if __name__ == "__main__":
    sys.exit(main())
