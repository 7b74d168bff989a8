"""The names that an SDK has published, and what of its document each stands for."""
