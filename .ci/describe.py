"""Describe what a new document does to the SDK of an old one, for a pull request.

Writes FOLDER/changes.md, fit for a pull request's text, and FOLDER/changes.json. Prints what a workflow decides by, in
the form of its outputs: `bump` (major, minor, patch, none) and `breaking` (how many changes are). Runs with the Python
that has the generator; further arguments go to `diff`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

MOST: Final = 60_000
"""Characters that fit into a pull request's text, with some to spare."""


def main(arguments: list[str]) -> int:
    """Run the script and return its exit code."""
    old, new, folder, *options = arguments
    markdown, found = (difference(old, new, form, options) for form in ("markdown", "json"))
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "changes.md").write_text(shortened(markdown), encoding="utf-8")
    (target / "changes.json").write_text(found, encoding="utf-8")
    content = json.loads(found)
    print(f"bump={content['bump']}")
    print(f"breaking={content['counts'].get('breaking', 0)}")
    return 0


def difference(old: str, new: str, form: str, options: list[str]) -> str:
    """The output of `diff`, whose exit code and errors are this script's too."""
    command = [sys.executable, "-m", "generator", "diff", old, new, "--format", form, *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, encoding="utf-8")
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout


def shortened(markdown: str) -> str:
    """The beginning of a text that is too long: whole lines, and a word about the rest."""
    if len(markdown) <= MOST:
        return markdown
    return (
        f"{markdown[:MOST].rpartition(chr(10))[0]}\n\nThe list goes on: `python -m generator diff` prints all of it.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
