"""A published Python SDK against the one that would be generated: two surfaces, read as text, and what differs."""
