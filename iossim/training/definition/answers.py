"""What a right answer is: a value given here, or a fact of the very lab that is looked at.

{kind: number, fact: metric gateway-1 10.81.2.24/29}
{kind: number, is: 23, tolerance: 3, unit: s}
{kind: set, fact: routes gateway-1 external}
{kind: choice, of: {cut: the cable is cut, mute: it is mute}, is: mute}
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from iossim.lab.definition.base import Model
from iossim.lab.spelling import closest
from iossim.training.definition.base import Asked, Name, Text


class _FromFact(Model):
    """An answer that is given by the file, or by the lab."""

    fact: Asked | None = None

    @model_validator(mode="after")
    def _one_source(self) -> _FromFact:
        given = getattr(self, "given", None)
        if (given is None) == (self.fact is None):
            raise ValueError("expected either is: VALUE or fact: FACT")
        return self


class NumberAnswer(_FromFact):
    """A number, perhaps with a unit: `s` also takes 1m30s and 01:30, `kb/s` nothing else than its own spelling."""

    kind: Literal["number"]
    given: Annotated[float | None, Field(alias="is", allow_inf_nan=False)] = None
    unit: Annotated[str, Field(max_length=12)] = ""
    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0


class ChoiceAnswer(_FromFact):
    """One of some choices, by its name."""

    kind: Literal["choice"]
    of: Annotated[dict[Name, Text], Field(min_length=2, max_length=8)]
    given: Annotated[Name | None, Field(alias="is")] = None

    @model_validator(mode="after")
    def _among(self) -> ChoiceAnswer:
        if self.given is not None and self.given not in self.of:
            raise ValueError(
                f"is: expected one of {', '.join(self.of)}, found {self.given!r}{closest(self.given, self.of)}"
            )
        return self


class ValueAnswer(_FromFact):
    """An address, a prefix, or a name of a node. A prefix may be answered without its length, as tables print it."""

    kind: Literal["address", "prefix", "name"]
    given: Annotated[str | None, Field(alias="is")] = None


class SetAnswer(_FromFact):
    """Some addresses, prefixes, names or numbers, in any order."""

    kind: Literal["set"]
    given: Annotated[tuple[str, ...] | None, Field(alias="is")] = None


class OrderAnswer(_FromFact):
    """Names in an order."""

    kind: Literal["order"]
    given: Annotated[tuple[str, ...] | None, Field(alias="is")] = None


class WordsAnswer(Model):
    """A word or a line, in one of some spellings; case and spaces do not count."""

    kind: Literal["words"]
    any: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]


Answer: TypeAlias = Annotated[
    NumberAnswer | ChoiceAnswer | ValueAnswer | SetAnswer | OrderAnswer | WordsAnswer, Field(discriminator="kind")
]


class Form(Model):
    """How something is answered: the kind, a unit, the choices. Not what is right."""

    kind: Literal["number", "choice", "address", "prefix", "name", "set", "order", "words"]
    unit: Annotated[str, Field(max_length=12)] = ""
    of: Annotated[dict[Name, Text], Field(max_length=8)] = {}

    def answer(self) -> Answer:
        """An answer of this form, without what is right."""
        match self.kind:
            case "number":
                return NumberAnswer.model_construct(kind="number", unit=self.unit, given=None)
            case "choice":
                return ChoiceAnswer.model_construct(kind="choice", of=self.of, given=None)
            case "set":
                return SetAnswer.model_construct(kind="set", given=None)
            case "order":
                return OrderAnswer.model_construct(kind="order", given=None)
            case "words":
                return WordsAnswer.model_construct(kind="words", any=())
        return ValueAnswer.model_construct(kind=self.kind, given=None)


def form_of(answer: Answer) -> Form:
    """How an answer is asked for."""
    unit = answer.unit if isinstance(answer, NumberAnswer) else ""
    return Form(kind=answer.kind, unit=unit, of=answer.of if isinstance(answer, ChoiceAnswer) else {})
