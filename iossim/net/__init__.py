"""Values and wire: addresses, frames, packets, links, topology, and the one walk."""
