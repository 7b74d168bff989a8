"""Files in an output folder: compared, formatted, replaced as a whole, and remembered for the next run."""
