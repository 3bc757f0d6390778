"""A terminal and a grammar that know no router."""
