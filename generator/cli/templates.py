"""`templates`: what can be replaced by templates of one's own, and a start for one."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.console import Console
from generator.cli.guard import DONE, UNUSABLE, guarded


@click.group()
def templates() -> None:
    """List the templates that files are made from, and copy one to change it."""


@templates.command("list")
def list_templates() -> int:
    """Name the templates that a folder of one's own can replace, and the view that each is given."""
    console = Console(quiet=False, verbose=False)
    return guarded(console, lambda: _list(console))


@templates.command("eject")
@click.argument("path")
@click.option(
    "--templates",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("templates"),
    show_default=True,
    help="Folder of one's own templates, as `generate --templates` takes it.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def eject(path: str, folder: Path, *, force: bool) -> int:
    """Copy the template at PATH to one's own folder, to be changed there."""
    console = Console(quiet=False, verbose=False)
    return guarded(console, lambda: _eject(console, path, folder, force=force))


def _list(console: Console) -> int:
    from generator.render.contract import listed  # noqa: PLC0415 - see the package

    for line in listed():
        console.result(line)
    return DONE


def _eject(console: Console, path: str, folder: Path, *, force: bool) -> int:
    from difflib import get_close_matches  # noqa: PLC0415 - see the package

    from generator.render.own_templates import ejected, ours  # noqa: PLC0415 - see the package

    if path not in ours():
        near = get_close_matches(path, ours(), 1)
        console.error(f"error: there is no template {path}" + (f"; did you mean {near[0]}?" if near else ""))
        console.error("  hint: `sdkgen templates list` names those that there are")
        return UNUSABLE
    file = folder / path
    if file.exists() and not force:
        console.error(f"error: {file} is there already (--force overwrites it)")
        return UNUSABLE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(ejected(path), encoding="utf-8", newline="\n")
    console.result(f"{file}: change it, and run `sdkgen generate --templates {folder}`")
    return DONE
