"""Headers that tell the API which platform calls it."""

from __future__ import annotations

import sys
from functools import cache

SYSTEMS = {"linux": "Linux", "darwin": "MacOS", "win32": "Windows", "cygwin": "Windows"}
ARCHITECTURES = {
    "x86_64": "x64",
    "amd64": "x64",
    "aarch64": "arm64",
    "arm64": "arm64",
    "arm": "arm",
    "i686": "x32",
    "i386": "x32",
}


@cache
def platform_headers(package_version: str) -> tuple[tuple[str, str], ...]:
    """Return the platform headers; computed once."""
    implementation = sys.implementation
    version = implementation.version
    return (
        ("X-Stainless-Lang", "python"),
        ("X-Stainless-Package-Version", package_version),
        ("X-Stainless-OS", SYSTEMS.get(sys.platform, f"Other:{sys.platform}")),
        ("X-Stainless-Arch", _architecture()),
        ("X-Stainless-Runtime", "CPython" if implementation.name == "cpython" else implementation.name),
        ("X-Stainless-Runtime-Version", f"{version.major}.{version.minor}.{version.micro}"),
    )


def _architecture() -> str:
    import platform

    machine = platform.machine().lower()
    return ARCHITECTURES.get(machine, f"other:{machine}" if machine else "unknown")


def async_platform() -> str:
    """Return the name of the event loop's library, as the platform headers spell it."""
    asyncio = sys.modules.get("asyncio")
    if "trio" not in sys.modules:
        return "async:asyncio"
    try:
        if asyncio is not None:
            asyncio.get_running_loop()
            return "async:asyncio"
    except RuntimeError:
        pass  # another library's loop runs
    return "async:trio"
