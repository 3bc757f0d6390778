"""Exams outside: `publish` papers, `grade` submissions, and the candidate's desk of `take`.

`command` what was asked for - `printing` papers into files - `crew` submissions over the processors, `report` what the
teacher gets, `page` the same for a browser - `desk` the record on disk and the time - `proctor` a part as a room uses
it, `sheet` its step in lines, `orders` its keys, `screens` and `app` the whole on the screen, `board` and `plain` the
same without one.
"""
