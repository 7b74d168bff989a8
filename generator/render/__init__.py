"""Rendering: from the package to the text of its files, through views and templates."""
