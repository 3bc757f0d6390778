"""The kinds of steps, from the plainest to a trouble ticket. Each is made of items that are marked by themselves.

    do        bring the network into a state                         items: its checks
    show      run commands that show something                       one item
    question  answer from what is there                              one item
    predict   commit to answers, then see the event, then say why    an item for each answer, and the reason
    ticket    a symptom: cause, evidence, cure, traps, a reload      items of their own, marked apart
    request   ask the firewall's department for the smallest change  wanted, unwanted, superfluous

Points belong to steps; within a step they are divided by the weights of its items. Hints come in stages: the first is free, each
further one costs a fifth of the step's points.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from iossim.lab.definition.base import Model
from iossim.training.definition.answers import Answer, ChoiceAnswer
from iossim.training.definition.base import Device, Done, Duration, Name, Packet, Section, Text
from iossim.training.definition.checks import MOST, Check, Claim

Checks: TypeAlias = Annotated[tuple[Check, ...], Field(max_length=MOST)]
SomeChecks: TypeAlias = Annotated[tuple[Check, ...], Field(min_length=1, max_length=MOST)]
Weight: TypeAlias = Annotated[int, Field(ge=0, le=100)]


class _Step(Model):
    """What every step has. `explain` is shown after success; `claims` are what it says about this lab, kept under test."""

    id: Name
    title: Text
    text: Text
    points: Annotated[int, Field(ge=0, le=100)] = 10
    hints: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    explain: Text = ""
    claims: Annotated[tuple[Claim, ...], Field(max_length=MOST)] = ()
    source: Section | None = None
    after: Annotated[int, Field(ge=0, le=99)] = 0
    """In a pool: the track from which on it may be asked."""


class Do(_Step):
    """Bring the network into a state."""

    kind: Literal["do"]
    checks: SomeChecks


class Command(Model):
    """A command at a device; filters behind it do not count."""

    device: Device
    command: Text


class Show(_Step):
    """Run commands, in any spelling and order."""

    kind: Literal["show"]
    see: Annotated[tuple[Command, ...], Field(min_length=1, max_length=MOST)]


class Question(_Step):
    """Answer from what is there."""

    kind: Literal["question"]
    answer: Answer


class Ask(Model):
    """One thing to be predicted."""

    text: Text
    answer: Answer
    weight: Weight = 1


class Reason(Model):
    """The question that follows a prediction: why."""

    text: Text
    answer: ChoiceAnswer
    weight: Weight = 3


class Predict(_Step):
    """Commit to answers, see the event, say why.

    The answers are locked before `event` happens; what is right is what comes of the event within `watch`, tried in a branch.
    """

    kind: Literal["predict"]
    asks: Annotated[dict[Name, Ask], Field(min_length=1, max_length=8)]
    event: Annotated[tuple[Done, ...], Field(min_length=1, max_length=MOST)]
    watch: Duration = 60_000_000
    reason: Reason | None = None


class Cause(Model):
    """What is wrong, among choices."""

    text: Text = "What is the cause?"
    answer: ChoiceAnswer
    weight: Weight = 3


class Evidence(Model):
    """Any one of these commands shows the cause."""

    see: Annotated[tuple[Command, ...], Field(min_length=1, max_length=MOST)]
    weight: Weight = 1


class Part(Model):
    """Checks that are worth so much together."""

    checks: SomeChecks
    weight: Weight = 2


class Reloaded(Model):
    """Devices that are reloaded, in a branch, before the cure is looked at again, or these checks in its place.

    `then` is done after the wait: homes that have turned away because of the reload may have to be brought back.
    """

    devices: Annotated[tuple[Device, ...], Field(min_length=1, max_length=8)]
    wait: Duration = 600_000_000
    then: Annotated[tuple[Done, ...], Field(max_length=MOST)] = ()
    checks: Checks = ()
    weight: Weight = 2


class Ticket(_Step):
    """A symptom is all the learner gets. The text is the customer's.

    Cause, evidence, cure, traps (what must not have been done) and the cure's survival of a reload are marked apart.
    """

    kind: Literal["ticket"]
    cause: Cause
    evidence: Evidence
    cure: Part
    traps: Part | None = None
    reload: Reloaded | None = None

    @property
    def later(self) -> tuple[Check, ...]:
        """What is looked at after the reload."""
        if self.reload is None:
            return ()
        return self.reload.checks or self.cure.checks


class Request(_Step):
    """A change request to the firewall's department: permissions and routes, one a line, carried out as they are written.

    It is tried in a branch before it is carried out. `wanted` has to hold then, `unwanted` packets have to be dropped, and every
    line that could be left out costs.
    """

    kind: Literal["request"]
    node: Name = "firewall"
    wanted: SomeChecks
    unwanted: Annotated[tuple[Packet, ...], Field(max_length=MOST)] = ()
    settle: Duration = 60_000_000


Step: TypeAlias = Annotated[Do | Show | Question | Predict | Ticket | Request, Field(discriminator="kind")]
