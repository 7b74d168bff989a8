"""Make what is made of the generator's own docs: `python -m tests.docs pages`, `python -m tests.docs site FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.docs.pages import DOCS, made_pages
from tests.docs.site import docs_site


def main(arguments: list[str]) -> int:
    """Write the pages that are made into `docs/`, or all of `docs/` as a site into a folder."""
    match arguments:
        case ["pages"]:
            files, folder = made_pages(), DOCS
        case ["site", target]:
            files, folder = docs_site(), Path(target)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(files)} files in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
