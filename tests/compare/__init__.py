"""A published SDK against what would be generated."""
