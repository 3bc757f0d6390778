"""The route cache of fast switching: where a packet of some destination has gone, so that the next one needs no process.

The first packet to a destination is process-switched and leaves an entry, with the header of the frame; packets that find one are
switched in the interrupt they come with. An entry goes with its route, with its neighbour's MAC and with `clear ip cache`. How
wide it is follows from the routing table (`cache.width`). An interface that CEF serves, or that has `no ip route-cache`, has none.

Left out: the ager, which throws out an entry now and then whether it is used or not; delayed invalidation; flow switching.
"""

from iossim.device.engine import Feature
from iossim.features.route_cache.commands import COMMANDS
from iossim.features.route_cache.engine import NAME, RouteCacheEngine

FEATURE = Feature(NAME, RouteCacheEngine, commands=COMMANDS, provides={"route-cache": "knows"})
