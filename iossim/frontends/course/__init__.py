"""Exercises in front of a learner: the list, the step beside the consoles, what has been learned so far.

`listing` `iossim exercise --list` - `command` `iossim exercise ID` - `tutor` an attempt as a screen uses it - `lesson` a step in
lines of text - `panel` the same as a panel - `screens` the course to choose from, and a line to answer in - `progress` the
learner's book on disk.
"""
