"""Exams: a definition, a paper for each candidate, a submission that is played again instead of believed.

`definition` the author's file - `parts` its exercises and own steps, for a seed - `paper` what a candidate gets,
`publishing` how it is made - `seal` the paper as a file - `conduct` what a candidate may do, and what has to follow -
`sitting` one part at the candidate's desk - `chain` and `submission` the record that is handed in - `grading` what it
is worth, `marks` in which shape - `statistics` a class, item by item.

Nothing here knows a screen, a file system beyond the author's own, or the wall clock: times and chance are handed in.
What the candidate's machine writes is believed in nothing that counts; `docs/writing-an-exam.md` says what that does
and does not prevent.
"""
