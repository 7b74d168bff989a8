"""What several steps report."""

from __future__ import annotations

from generator.diagnostics import Severity, register

COLLIDING_NAMES = register(
    "colliding-names",
    Severity.WARNING,
    "Two things of the document would get the same name in the SDK; the rule renames one.",
)
