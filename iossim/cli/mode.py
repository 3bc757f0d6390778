"""The modes of the command line: where a line is read, and what the prompt says.

A mode is a node of a tree: a line that a submode does not know is tried in global configuration (ios-cli 1.4). User and
privileged EXEC are one mode whose entries carry a privilege level.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """One mode.

    `prompt` is the text between the parentheses of a configuration prompt, empty in EXEC. `heading` is printed above the
    top-level `?` listing. `parent` is the mode that `exit` leads to. `keyword` is what `alias` and `privilege` name it by.
    `aspect` is what the section is of, where a mode of one name does not have all its lines everywhere (`subinterface`).
    """

    name: str
    prompt: str
    heading: str
    parent: Mode | None = None
    keyword: str = ""
    aspect: str = ""

    @property
    def configures(self) -> bool:
        """True in global configuration and below."""
        return self.parent is not None


EXEC = Mode("exec", "", "Exec commands:", keyword="exec")
GLOBAL = Mode("global", "config", "Configure commands:", EXEC, "configure")
INTERFACE = Mode("interface", "config-if", "Interface configuration commands:", GLOBAL, "interface")
LINE = Mode("line", "config-line", "Line configuration commands:", GLOBAL, "line")

USER_LEVEL = 1
PRIVILEGED_LEVEL = 15
