"""What was published keeps its names."""
