"""The session language: the one text format for doing things, read into data.

A session says which lab, what is typed at which console, what else is done, and what is expected. It serves transcripts
under test, exercise solutions, demonstrations and headless runs. This package reads and writes it and knows no engine:
the lab carries out actions and tells whether conditions hold, `frontends.batch` drives a lab through a session.

`lines` the classes of lines - `grammar` a whole session - `steps` the session as data - `actions` and `conditions` what
can be done and asked - `forms` and `slots` how they are written - `keys` and `lab_line` the small spellings - `typed` how
input meets a console - `report` what is answered. What a session may name is `lab.names`.
"""

from iossim.lab.names import Names
from iossim.lab.session.action import Action
from iossim.lab.session.actions import ACTIONS, REPORTS, read_action
from iossim.lab.session.conditions import CONDITIONS, Condition
from iossim.lab.session.grammar import read_session
from iossim.lab.session.lab_line import LabLine
from iossim.lab.session.report import Report
from iossim.lab.session.steps import Act, Note, Session, Step, Typed

__all__ = [
    "ACTIONS",
    "CONDITIONS",
    "REPORTS",
    "Act",
    "Action",
    "Condition",
    "LabLine",
    "Names",
    "Note",
    "Report",
    "Session",
    "Step",
    "Typed",
    "read_action",
    "read_session",
]
