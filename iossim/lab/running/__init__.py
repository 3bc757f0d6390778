"""A lab is taken through a session: `Runner(lab, session, pastes).run()` yields an outcome a step.

Headless and without a wall clock, so it serves `iossim run`, the content tests of exercises, and whoever replays a
solution in a branch. `port` says exactly what a run needs of a lab and of a terminal.
"""
