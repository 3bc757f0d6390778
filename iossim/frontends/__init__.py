"""The outside world: screens, sessions from files, servers, and the pacer."""
