"""The tests: what each folder proves is in its name."""
