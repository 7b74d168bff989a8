"""Templates of a project that take the place of ours: read once, checked, and told apart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Final

from generator.render.environment import TEMPLATES, included, template_faults
from generator.values import Value, field

CONTRACT: Final = 1
"""The version of what templates are given: it rises when a view loses an attribute, or one means something else."""

ASSETS: Final = ("site/search.js", "site/site.css", "site/site.js")
"""What is copied as it is, and can be replaced too."""

_SAID = re.compile(r"\{#-?\s*sdkgen templates (\d+)\b")
_PAGES: Final = "site/"


class Fault(Value):
    """What is wrong with a file of a folder of templates; `unused` ones do no harm."""

    path: str
    line: int
    message: str
    hint: str | None = None
    unused: bool = False


class Templates(Value, dict=True):
    """The templates of a folder: `texts` by path below it. Nothing else is ever read from there."""

    folder: Path
    texts: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, path: str) -> str:
        """Where a template stands."""
        return (self.folder / path).as_posix()

    @cached_property
    def replaced(self) -> tuple[str, ...]:
        """The files that are in the place of ours."""
        return tuple(sorted(self.texts.keys() & set(ours())))

    def digest(self, template: str) -> str | None:
        """A hash over what is not ours in a template and in all that it includes; None where all of it is ours.

        Pages of the site are made from Markdown, too, so that all templates count for them.
        """
        used = self._used(template) & self.texts.keys() if not template.startswith(_PAGES) else set(self.texts)
        if not used:
            return None
        texts = "\0".join(f"{path}\0{self.texts[path]}" for path in sorted(used))
        return hashlib.sha256(texts.encode()).hexdigest()

    def _used(self, template: str) -> set[str]:
        found, pending = set[str](), [template]
        while pending:
            path = pending.pop()
            if path in found:
                continue
            found.add(path)
            inside = self._includes.get(path, frozenset())
            pending += self.texts if inside is None else inside
        return found

    @cached_property
    def _includes(self) -> dict[str, frozenset[str] | None]:
        return {path: included(text, path) for path, text in self._all_texts() if path.endswith(".jinja")}

    def _all_texts(self) -> Iterator[tuple[str, str]]:
        for path in ours():
            if path not in self.texts:
                yield path, (TEMPLATES / path).read_text(encoding="utf-8")
        yield from self.texts.items()

    def faults(self) -> Iterator[Fault]:
        """All that is wrong with the files, whatever they are rendered with."""
        yield from (Fault(self.file_of(path), 1, reason) for path, reason in self.unreadable.items())
        broken = [Fault(fault.path, fault.line, str(fault)) for fault in template_faults(self)]
        yield from broken
        yield from self._of_other_versions()
        if not broken:
            yield from self._unused()

    def _of_other_versions(self) -> Iterator[Fault]:
        for path, text in self.texts.items():
            for said in _SAID.finditer(text):
                if int(said[1]) != CONTRACT:
                    line = text.count("\n", 0, said.start()) + 1
                    message = f"the template is made for version {said[1]} of the views, which are at {CONTRACT}"
                    hint = (
                        f"hold it against `sdkgen templates eject {path}`, and name version {CONTRACT} in its comment"
                    )
                    yield Fault(self.file_of(path), line, message, hint)

    def _unused(self) -> Iterator[Fault]:
        used = {below for path in self.replaced for below in self._used(path)} | set(self.replaced)
        for path in sorted(self.texts.keys() - used):
            near = get_close_matches(path, ours(), 1, 0.7) or [one for one in ours() if one.endswith(f"/{path}")][:1]
            hint = f"did you mean {near[0]}?" if near else "`sdkgen templates list` names those that there are"
            message = f"{path} is in the place of no template of ours, and none that is includes it"
            yield Fault(self.file_of(path), 1, message, hint, unused=True)


def ours() -> list[str]:
    """The templates that can be replaced, by path: all but the runtime, which is no template."""
    found = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.jinja"))
    return sorted([*(path for path in found if not path.startswith("runtime/")), *ASSETS])


def read_templates(folder: Path) -> Templates:
    """The templates in a folder. Hidden files are nobody's, and no link leads out of the folder.

    Raises `OSError` where there is no such folder.
    """
    texts: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    root = folder.resolve(strict=True)
    if not root.is_dir():
        raise NotADirectoryError(20, "not a folder", str(folder))
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if any(part.startswith(".") or part == "__pycache__" for part in path.parts):
            continue
        if not file.is_dir() or file.is_symlink():
            reason = _unusable(file, root)
            if reason is not None:
                unreadable[path.as_posix()] = reason
                continue
            try:
                texts[path.as_posix()] = file.read_text(encoding="utf-8")
            except (OSError, ValueError) as error:
                unreadable[path.as_posix()] = f"it cannot be read: {error}"
    return Templates(folder, texts, unreadable)


def _unusable(file: Path, root: Path) -> str | None:
    """Why what stands in a folder of templates cannot be one; None where it may be."""
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to each other
        return f"it cannot be read: {getattr(error, 'strerror', None) or error}"
    if not target.is_relative_to(root):
        return "it is a link that leads out of the folder of templates"
    return None if target.is_file() else "it is no file"


def ejected(path: str) -> str:
    """A template of ours as a start for one's own. Raises `KeyError` for what is none."""
    if path not in ours():
        raise KeyError(path)
    text = (TEMPLATES / path).read_text(encoding="utf-8")
    return f"{{# sdkgen templates {CONTRACT}: in the place of {path} #}}\n{text}" if path.endswith(".jinja") else text
