"""Nodes with a fixed configuration: firewall, DSL box, Internet, hosts, phones, CallManager."""
