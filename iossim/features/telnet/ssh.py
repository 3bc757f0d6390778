"""SSH between the devices: as telnet, but with a name in front, to routers that have keys (12.1(3)T and later).

The name travels ahead of all keys; the far end then asks for the password only, and takes names that it knows
(`login local`, `aaa new-model`). Left out: encryption, version 2, commands behind the host.
"""

from __future__ import annotations

from collections.abc import Iterable

from iossim.cli.entry import Args, Command
from iossim.cli.errors import Refused
from iossim.cli.job import Job
from iossim.cli.mode import USER_LEVEL
from iossim.device.context import Context
from iossim.features.telnet.client import Telnet, engine_of
from iossim.features.telnet.engine import VERSION
from iossim.features.telnet.lookup import BAD_NAME, Lookup
from iossim.features.telnet.ssh_config import limits

PORT = 22
SESSION_VERSION = "1.5"
"""The version of the protocol that a session speaks."""


def ssh(context: Context, args: Args) -> Job:
    """`ssh -l NAME HOST`."""
    address = context.resolve(args["host"])
    if address is None:
        return Lookup(args["host"], BAD_NAME)
    user = args.get("user") or context.session.user
    if not user:
        raise Refused("% No user specified nor available for SSH client")
    return Telnet(address, args.get("port", PORT), user=user)


def show_ip_ssh(context: Context, _: Args) -> Iterable[str]:
    """`show ip ssh`."""
    state = "Enabled" if engine_of(context).has_keys else "Disabled"
    yield f"SSH {state} - version {VERSION.on(context.look)}"
    if state == "Disabled":
        yield "%Please create RSA keys to enable SSH."
    seconds, retries = limits(context.router.config)
    yield f"Authentication timeout: {seconds} secs; Authentication retries: {retries}"


def show_ssh(context: Context, _: Args) -> Iterable[str]:
    """`show ssh`: who is here by SSH."""
    rows = [
        (number, incoming.user, "Session started" if incoming.line.session.stage == "exec" else "Session opened")
        for number, incoming in enumerate(engine_of(context).incoming.values())
        if incoming.user
    ]
    if not rows:
        yield "%No SSH server connections running."
        return
    yield "Connection      Version Encryption      State                   Username"
    for number, user, state in rows:
        yield f" {number:<15}{SESSION_VERSION:<8}{'3DES':<16}{state:<24}{user}"


COMMANDS = (
    Command(
        "ssh ( -l <user:word> | -p <port:1-65535> | -c <cipher:3des|des> )* <host:word>",
        ssh,
        {
            "ssh": "Open a secure shell client connection",
            "-l": "Log in using this user name",
            "user": "Login name",
            "-p": "Connect to this port",
            "port": "Port number",
            "-c": "Select encryption algorithm",
            "3des": "triple des",
            "des": "des",
            "host": "IP address or hostname of a remote system",
        },
        level=USER_LEVEL,
    ),
    Command(
        "show ip ssh",
        show_ip_ssh,
        {"show": "Show running system information", "ip": "IP information", "ssh": "Information on SSH"},
        level=USER_LEVEL,
        filterable=True,
    ),
    Command(
        "show ssh",
        show_ssh,
        {"show": "Show running system information", "ssh": "Status of SSH server connections"},
        level=USER_LEVEL,
        filterable=True,
    ),
)
