"""`login` in EXEC: somebody else goes on at this line, under a name and a level of his own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.entry import Args
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Become, Done, Effect, JobEvent, Out, Started
from iossim.cli.mode import USER_LEVEL
from iossim.features.system import accounts

if TYPE_CHECKING:
    from iossim.device.context import Context

NO_USERS = "% No users are known here"
INVALID = "% Login invalid\n"


def login(context: Context, _: Args) -> Relogin:
    """`login`."""
    if not context.router.config.all(accounts.USERNAME):
        raise Refused(NO_USERS)
    return Relogin()


@dataclass(frozen=True, slots=True)
class Relogin:
    """A name, then a password; one try."""

    name: str = ""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Answer one event."""
        match event:
            case Started():
                return (Ask("Username: "),)
            case Answered(text) if not self.name:
                if not text.strip():
                    return (Done(),)
                return (Become(Relogin(text.strip())), Ask("Password: ", echo=False))
            case Answered(password) if accounts.lets_in(context.router.config, self.name, password):
                session = context.session
                session.user = self.name
                level = accounts.privilege_of(context.router.config, self.name)
                session.level = USER_LEVEL if level is None else level
                return (Done(),)
            case Answered():
                return (Out(INVALID), Done())
        return (Done(),)
