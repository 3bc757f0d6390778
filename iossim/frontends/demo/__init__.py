"""Demonstrations: an instructor in front of a class, with a session as the script.

A session's comments are the presenter's notes; what follows a note is its scene. `command` `iossim demo` - `opening` a script
read, and played once unseen (`lab.score`) - `performance` the score as a clock that stops - `stage` play, pause, step, jump, and
the keyboard, in a room - `notes` the panel with the notes and the keys that are pressed - `paper` without a screen - `screens`
the list to choose from.

Who takes the keyboard over gets a branch: everything can be tried, and nothing of it stays. When it is given back the
demonstration goes on where it was, with the lab as it was, so the rest of the script fits whatever the class has asked for.
"""
