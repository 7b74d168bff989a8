"""Waiting for the API to finish its work on something."""

from __future__ import annotations

INTERVAL_HEADER = "openai-poll-after-ms"
"""Where an answer says how long to wait before asking again, in milliseconds."""
