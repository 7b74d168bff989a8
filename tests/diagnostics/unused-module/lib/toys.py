"""Used by nothing."""
