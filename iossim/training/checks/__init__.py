"""Whether what was asked for holds: one function a kind of check, all of one shape.

`TABLE` is the register: a row is a kind of check of `definition.checks` and the function that answers it. A function gets the
check and the scene and gives a finding: what was expected, what is there, and why, by the chain of causes. It changes
nothing in the lab; what has to be tried is tried in a branch.
"""

from iossim.training.checks.table import examine

__all__ = ["examine"]
