"""The guide on templates: what a person wrote, then what follows from the views. Run it to bring that up to date."""

from __future__ import annotations

from pathlib import Path

from generator.render.contract import page

FILE = Path(__file__).parents[2] / "docs" / "templates.md"
MARK = "<!-- What follows is made from the views: `python -m tests.support.templates_page`. -->\n"


def up_to_date() -> str:
    """The guide as it is to be."""
    written, mark, _ = FILE.read_text(encoding="utf-8").partition(MARK)
    assert mark, "the guide lost the line between its parts"
    return f"{written}{MARK}\n{page()}"


if __name__ == "__main__":
    FILE.write_text(up_to_date(), encoding="utf-8")
