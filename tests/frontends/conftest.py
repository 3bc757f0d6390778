"""What all tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.css import stylesheet


@pytest.fixture(scope="session", autouse=True)
def style_sheets_read_once() -> Iterator[None]:
    """Hundreds of screens read the same style sheets with the same few themes: each is parsed once in a process.

    What parsing makes is only read: within an application Textual shares it in the same way.
    """
    parse, known = stylesheet.parse, {}

    def once(scope: str, css: str, read_from: Any, variable_tokens: dict[str, list[Any]], **how: Any) -> list[Any]:
        theme = tuple((name, *(token.value for token in tokens)) for name, tokens in variable_tokens.items())
        key = scope, css, read_from, theme, tuple(how.items())
        if key not in known:
            known[key] = list(parse(scope, css, read_from, variable_tokens=variable_tokens, **how))
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stylesheet, "parse", once)
        yield
