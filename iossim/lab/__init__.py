"""Everything put together behind one facade, `Lab`."""
