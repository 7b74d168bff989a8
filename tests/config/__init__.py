"""The keys of the config, each with its effect."""
