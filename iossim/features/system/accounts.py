"""Enable secrets and users: their lines, the forms they are kept in, and who may come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from iossim.cli.entry import Args, ConfigLine
from iossim.device.config import RunningConfig
from iossim.device.nvgen import Place
from iossim.features.system import md5crypt, type7

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.context import Context

NOT_A_SECRET = (
    "ERROR: The secret you entered is not a valid encrypted secret.\n"
    "To enter an UNENCRYPTED secret, do not specify type 5 encryption.\n"
    "When you properly enter an UNENCRYPTED secret, it will be encrypted."
)
SAME = (
    "The enable {new} you have chosen is the same as your enable {old}.",
    "This is not recommended.  Re-enter the enable {new}.",
)


def check_secret(_context: Context, args: Args) -> str | None:
    """What is typed as encrypted must be."""
    return NOT_A_SECRET if args["kind"] == 5 and not md5crypt.is_hash(args["text"]) else None


def check_password(_context: Context, args: Args) -> str | None:
    """The same for the weak encryption."""
    if args.get("kind") == 7 and not type7.is_encrypted(args["text"]):
        return f"Invalid encrypted password: {args['text']}"
    return None


def check_user(context: Context, args: Args) -> str | None:
    """The secrets of a user."""
    if "secret" in args and args.get("kind") == 5 and not md5crypt.is_hash(args["secret"]):
        return NOT_A_SECRET
    return check_password(context, {"kind": args.get("kind"), "text": args.get("password", "")})


def clear(kind: int, text: str) -> str:
    """A password as it was chosen."""
    return type7.decrypt(text) if kind == 7 else text


_ENABLE = {
    "enable": "Modify enable password parameters",
    "secret": "Assign the privileged level secret",
    "password": "Assign the privileged level password",
    "level": "Set exec level password",
    "level level": "Level number",
    "0": "Specifies an UNENCRYPTED password will follow",
    "5": "Specifies an ENCRYPTED secret will follow",
    "7": "Specifies a HIDDEN password will follow",
    "text": "The UNENCRYPTED (cleartext) 'enable' secret",
}
ENABLE_SECRET = ConfigLine(
    "enable secret [level <level:1-15>] [<kind:0|5>] <text:line>",
    help=_ENABLE,
    key=("level",),
    fill={"level": 15, "kind": 0},
    rank=70,
    check=check_secret,
    secret=True,
)
ENABLE_PASSWORD = ConfigLine(
    "enable password [level <level:1-15>] [<kind:0|7>] <text:line>",
    help=_ENABLE,
    key=("level",),
    fill={"level": 15, "kind": 0},
    rank=71,
    check=check_password,
    secret=True,
)
USERNAME = ConfigLine(
    "username <name:word> [privilege <privilege:0-15>] [{ password [<kind:0|7>] <password:line>"
    " | secret [<kind:0|5>] <secret:line> | nopassword }]",
    help={
        "username": "Establish User Name Authentication",
        "name": "User name",
        "privilege": "Set user privilege level",
        "privilege privilege": "User privilege level",
        "password": "Specify the password for the user",
        "secret": "Specify the secret for the user",
        "nopassword": "No password is required for the user to log in",
        "0": "Specifies an UNENCRYPTED password will follow",
        "5": "Specifies a HIDDEN SECRET will follow",
        "7": "Specifies a HIDDEN password will follow",
        "password password": "The UNENCRYPTED (cleartext) user password",
        "secret secret": "The UNENCRYPTED (cleartext) user secret",
    },
    key=("name",),
    rank=Place.LOGGING + 25,
    check=check_user,
    secret=True,
)
AUTOCOMMAND = ConfigLine(
    "username <name:word> autocommand <command:line>",
    help={
        "username": "Establish User Name Authentication",
        "name": "User name",
        "autocommand": "Automatically issue a command after the user logs in",
        "command": "Command to be automatically issued after user logs in",
    },
    key=("name",),
    rank=Place.LOGGING + 26,
)
LINES = (ENABLE_SECRET, ENABLE_PASSWORD, USERNAME, AUTOCOMMAND)


def advice(running: RunningConfig, change: Change) -> tuple[str, ...]:
    """What is said of an enable password that is the secret as well, or the other way round; it is taken all the same."""
    if change.removed or change.entry not in (ENABLE_SECRET, ENABLE_PASSWORD):
        return ()
    level = change.args["level"]
    secret, weak = (running.args(entry, level=level) for entry in (ENABLE_SECRET, ENABLE_PASSWORD))
    if secret is None or weak is None or not matches(secret["kind"], secret["text"], clear(weak["kind"], weak["text"])):
        return ()
    new, old = ("secret", "password") if change.entry is ENABLE_SECRET else ("password", "secret")
    return tuple(line.format(new=new, old=old) for line in SAME)


def merged(before: Args | None, args: Args) -> dict[str, Any]:
    """A user's line with what an earlier one said and this one leaves open."""
    both: dict[str, Any] = dict(args)
    old: Mapping[str, Any] = before or {}
    if "privilege" in old:
        both.setdefault("privilege", old["privilege"])
    if not {"password", "secret", "nopassword"} & both.keys():
        both.update({name: value for name, value in old.items() if name not in ("name", "privilege")})
    if "password" in both or "secret" in both:
        both.setdefault("kind", 0)
    return both


def accepts(config: RunningConfig, level: int, password: str) -> bool | None:
    """Whether a password leads to a level; None when there is none to ask for."""
    secret = config.args(ENABLE_SECRET, level=level)
    if secret is not None:
        return matches(secret["kind"], secret["text"], password)
    weak = config.args(ENABLE_PASSWORD, level=level)
    return None if weak is None else clear(weak["kind"], weak["text"]) == password


def matches(kind: int, secret: str, password: str) -> bool:
    """Whether a password is the one a secret was made of."""
    return md5crypt.verify(password, secret) if kind == 5 else password == secret


def lets_in(config: RunningConfig, name: str, password: str) -> bool:
    """Whether a user may come in."""
    user = config.args(USERNAME, name=name)
    if user is None:
        return False
    if "secret" in user:
        return matches(user["kind"], user["secret"], password)
    return "password" not in user or clear(user["kind"], user["password"]) == password


def autocommand_of(config: RunningConfig, name: str) -> str:
    """What a user has come for; empty when he decides himself."""
    args = config.args(AUTOCOMMAND, name=name) if name else None
    return "" if args is None else str(args["command"])


def privilege_of(config: RunningConfig, name: str) -> int | None:
    """The level a user starts at; None when the line decides."""
    user = config.args(USERNAME, name=name)
    level = None if user is None else user.get("privilege")
    return level if isinstance(level, int) else None
