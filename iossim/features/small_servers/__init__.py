"""The small servers of a box: echo, discard and daytime (TCP and UDP), finger, and the port of its web pages.

They are off until they are wanted, and stop listening when they are not. Whoever connects to echo hears his keys, daytime tells the
time and finger who is on which line, and both hang up. The web server answers that it does not understand what a person types.

Standards: RFC 862, 863, 867, 1288. Left out: character generator (RFC 864), the web pages, names behind a finger.
"""

from iossim.device.engine import Feature
from iossim.features.small_servers.config import LINES
from iossim.features.small_servers.engine import NAME, SmallServersEngine

FEATURE = Feature(NAME, SmallServersEngine, lines=LINES, provides={"sockets": "sockets"})
