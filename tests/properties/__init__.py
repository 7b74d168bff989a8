"""Properties that hold for any document of a grammar."""
