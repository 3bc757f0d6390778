"""The plain console: one router's terminal in the user's own, without a screen of its own."""
