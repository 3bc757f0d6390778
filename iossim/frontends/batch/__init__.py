"""Headless runs: a lab driven through a session, its transcript, its checks.

`port` what is needed of a lab - `console` one console of a run - `log_watch` messages that were expected - `runner`
the steps one by one - `outcome` what became of each - `transcript` and `jsonl` how that is written - `files` what is
read and rewritten - `run` and `check` the two commands. No wall time is needed here: a run takes as long as it takes.
"""
