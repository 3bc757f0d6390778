"""`iossim failover`: the measurement on the command line.

`command` reads the call, `crew` spreads the runs over processors, `progress` tells how far they are; `figures` is the JSON, `table`
the text, `plot` the picture.
"""
