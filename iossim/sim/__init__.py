"""Time and chance: clock, scheduler, facts with remembered readers, rounds, meters, causes. Knows no network."""
