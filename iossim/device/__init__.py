"""What an IP node and an IOS box are, before any feature."""
