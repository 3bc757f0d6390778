"""The doors of a lab: clients from outside at its consoles and virtual terminals, by telnet and SSH.

`doors` opens the ports, `telnet` and `ssh` speak the two protocols, `exchange` brings everybody's keys to the lab in turn
and what lines print back to everybody, `caller` is one client at one line. `run` is the command, `iossim serve`; a
running console opens `Doors` on the lab it shows.

Invariant: nobody gets anything but a line of a router. What a client sends is keys of that line and nothing else.
"""
