"""What is typed is read as what it means."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from iossim.lab import Lab
from iossim.training.definition.answers import Answer
from iossim.training.evidence import Mark
from iossim.training.marking import Unreadable, mark

ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab.open(batch=True)


SECONDS = {"kind": "number", "is": 90, "unit": "s", "tolerance": 1}
EXTERNAL = {"kind": "set", "fact": "routes gateway-1 external"}


@pytest.mark.parametrize(
    ("answer", "text", "share"),
    [
        *((SECONDS, text, 1000) for text in ("90", "90 s", "90s", "1m30s", "00:01:30", "1:30", "89.5", "90,5 seconds",
                                              "1 min 30 s", "1 minute and 30 seconds", "1 MIN, 30 sec")),
        (SECONDS, "92", 0),
        ({"kind": "number", "is": 2588160}, "2588160", 1000),
        ({"kind": "address", "fact": "peer soho-vp"}, "64.yy.yy.a", 1000),
        ({"kind": "address", "fact": "peer soho-vp"}, "64.100.1.1", 1000),
        ({"kind": "address", "fact": "peer soho-vp"}, "64.yy.yy.b", 0),
        ({"kind": "address", "is": "192.168.81.4"}, "192.168.81.4/24", 1000),
        ({"kind": "address", "is": "192.168.81.4"}, "192.168.81.4 255.255.255.0", 1000),
        ({"kind": "prefix", "is": "10.81.2.24/29"}, "10.81.2.24 0.0.0.7", 1000),
        ({"kind": "prefix", "is": "10.81.2.24/29"}, "10.81.2.24 / 29", 1000),
        ({"kind": "prefix", "is": "10.81.2.24/29"}, "10.81.2.24/255.255.255.248", 1000),
        ({"kind": "prefix", "is": "10.81.2.24/29"}, "10.81.2.24 255.255.255.248", 1000),
        ({"kind": "prefix", "is": "10.81.2.24/29"}, "10.81.2.24", 1000),
        ({"kind": "prefix", "is": "10.81.2.24/29"}, "10.81.2.24/28", 0),
        ({"kind": "name", "fact": "active router"}, "Gateway-1", 1000),
        *((EXTERNAL, text, 1000) for text in ("10.81.2.48/29, 10.81.2.24/29", "10.81.2.24 10.81.2.48",
                                              "10.81.2.24 255.255.255.248 and 10.81.2.48/29",
                                              "10.81.2.24 /29 10.81.2.48 0.0.0.7")),
        (EXTERNAL, "10.81.2.24 10.81.2.48 0.0.0.0", 500),
        (EXTERNAL, "10.81.2.24", 500),
        (EXTERNAL, "10.81.2.24, 10.81.2.0", 0),
        (EXTERNAL, "none", 0),
        ({"kind": "set", "fact": "peers gateway-2"}, "soho-6 soho-3", 1000),
        ({"kind": "set", "is": []}, "none", 1000),
        ({"kind": "order", "is": ["a", "b", "c"]}, "a -> b -> c", 1000),
        ({"kind": "order", "is": ["a", "b", "c"]}, "a, c, b", 0),
        ({"kind": "words", "any": ["show ip route"]}, "Show  IP route", 1000),
        ({"kind": "choice", "of": {"yes": "it is", "no": "it is not"}, "fact": "whether sa soho-vp gateway-1"}, "yes", 1000),
        ({"kind": "number", "fact": "entry gateway-1 10.81.2.0/29"}, "191", 1000),
        ({"kind": "number", "fact": "next entry gateway-1"}, "194", 1000),
        ({"kind": "number", "fact": "ike soho-vp gateway-1"}, "108", 1000),
        ({"kind": "number", "fact": "ike gateway-1 soho-vp"}, "16", 1000),
        ({"kind": "number", "fact": "distance gateway-2 10.81.2.0/29"}, "170", 1000),
        ({"kind": "address", "fact": "public address soho-vp"}, "165.x.x.x", 1000),
        ({"kind": "number", "fact": "age gateway-1 10.81.2.24/29", "unit": "s"}, "00:50:58", 1000),
        ({"kind": "order", "fact": "hops admin gateway-1"}, "admin firewall gateway-1", 1000),
    ],
)  # fmt: skip
def test_an_answer_is_read_as_what_it_means(lab: Lab, answer: dict[str, object], text: str, share: int) -> None:
    """Spelling, order and units do not count; what is right comes from the file or from the lab."""
    assert mark(lab, ANSWER.validate_python(answer), text, Mark.of(lab)).share == share


@pytest.mark.parametrize(
    ("answer", "text", "said"),
    [
        (SECONDS, "soon", "expected a time, as in 90, 1m30s or 00:01:30"),
        ({"kind": "address", "is": "192.168.81.4"}, "gateway-2", "expected an address"),
        ({"kind": "prefix", "is": "10.81.2.24/29"}, "soho-3", "expected a network, as in 10.81.2.0/29"),
        (
            {"kind": "name", "is": "gateway-1"},
            "gateway1",
            "nothing here is called gateway1 (did you mean 'gateway-1'?)",
        ),
        (
            {"kind": "set", "is": ["soho-3", "soho-6"]},
            "soho-3, soho6",
            "nothing here is called soho6 (did you mean 'soho-6'?)",
        ),
        (EXTERNAL, "10.81.2.24 10.81.2.488", "10.81.2.488 is no address"),
        ({"kind": "number", "is": 1}, "5 kg", "expected a number"),
        (
            {"kind": "choice", "of": {"mute": "", "cut": ""}, "is": "cut"},
            "mut",
            "expected one of mute, cut (did you mean 'mute'?)",
        ),
    ],
)
def test_what_cannot_be_an_answer_is_not_marked(lab: Lab, answer: dict[str, object], text: str, said: str) -> None:
    """It says what would be one."""
    with pytest.raises(Unreadable, match=said.replace("(", r"\(").replace(")", r"\)").replace("?", r"\?")):
        mark(lab, ANSWER.validate_python(answer), text, Mark.of(lab))
