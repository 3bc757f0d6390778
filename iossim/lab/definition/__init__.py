"""Lab files: models of `lab.yaml`, and the loader that finds every mistake in one."""
