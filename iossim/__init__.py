"""iossim: Cisco IOS command lines on every router of a simulated network."""

__version__ = "0.1.0"
