"""What all tests share."""

from __future__ import annotations

import gc

from iossim.main import PATIENCE

gc.set_threshold(*PATIENCE)  # as the program does: a lab is many objects that live long
