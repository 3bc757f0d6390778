"""Exams outside: `publish` papers, `grade` submissions, and the candidate's desk of `take`.

`command` what was asked for - `printing` papers into files - `results` and `crew` submissions over the processors,
`report` what the teacher gets, `page` the same for a browser - `taking` a paper is opened - `desk` the record on disk,
`clock` the time - `sheet` a step in lines - `app`, `room`, `proctor`, `keys` the whole on the screen - `plain`, `board`
the same without one.
"""
