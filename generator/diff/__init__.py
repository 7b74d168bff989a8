"""What callers of one SDK feel when they get another one: two IRs to changes, each with a verdict and its reason."""
