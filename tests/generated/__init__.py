"""The part `tests` of packages."""
