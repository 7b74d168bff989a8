"""How far a generated package stands in for the official one: `python -m tests.parity --help`."""
