"""Whole networks under test: hours of virtual time, two modes, copies, replays, and every fault planted once."""
