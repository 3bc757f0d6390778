"""`iossim replay`: a journal played again. Rooms: `command` the call - `playback` a journal as a clock that presses its own
keys, for the screen - `paper` what happened in it, line by line, without a screen."""
