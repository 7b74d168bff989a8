"""What the package is imported as."""

from __future__ import annotations

from generator.diagnostics import Diagnostics, Severity, register
from generator.lower.paths import LONGEST_PACKAGE
from generator.python.identifiers import cut_name, is_identifier, safe_package_name

UNUSABLE = register(
    "unusable-package-name",
    Severity.ERROR,
    "What the command line or the config calls the package is no name in Python.",
)


def package_name(said: str | None, client: str, diagnostics: Diagnostics) -> str:
    """The name that somebody said, else that of the client, with room for modules behind it. One that nothing can be
    imported as is reported."""
    if said is None:
        name = safe_package_name(client)
        return name if len(name) <= LONGEST_PACKAGE else cut_name(name, LONGEST_PACKAGE, name)
    if is_identifier(said):
        return said
    usable = safe_package_name(said)
    diagnostics.report(UNUSABLE, f'nothing can be imported as "{said}"', None, hint=f"call it {usable}")
    return usable
