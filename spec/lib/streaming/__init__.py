"""Streams that add up what arrives."""
