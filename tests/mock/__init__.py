"""The mock: what it refuses, what it answers, and in process."""
