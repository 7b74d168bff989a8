"""Where the generator that runs was installed from, so that another machine can install the same."""

from __future__ import annotations

import json
from importlib.metadata import Distribution, PackageNotFoundError
from typing import Final

from generator import __version__

_NAME: Final = "sdkgen"


def requirement() -> str | None:
    """What pip installs this generator from; None where it comes from files of this machine alone.

    Without a note of where it came from, it came from the index that pip asks (PEP 610).
    """
    try:
        note = Distribution.from_name(_NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    if note is None:
        return f"{_NAME}=={__version__}"
    origin = json.loads(note)
    url, version_control = origin["url"], origin.get("vcs_info")
    if url.startswith("file:"):
        return None
    if version_control is not None:
        url = f"{version_control['vcs']}+{url}@{version_control['commit_id']}"
    return f"{_NAME} @ {url}"
