"""The keyboard, section by section of the reference: each file is a run that must come out exactly as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from iossim.main import main

HERE = Path(__file__).parent


@pytest.mark.parametrize("session", sorted(path.name for path in HERE.glob("*.session")))
def test_a_section_comes_out_as_written(session, capsys):
    """What routers print is what the transcript says, to the character."""
    code = main(["run", str(HERE / session), "--check"])
    assert (code, capsys.readouterr().err) == (0, "")
