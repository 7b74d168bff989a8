"""What the user asks for: kept apart from the stages, so that a run with nothing to do loads none of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from generator.values import Value, field

NAMES_LOCK: Final = "names.lock"
USUAL_PARTS: Final = frozenset({"client", "stubs", "docs"})
"""The parts of an SDK that a run makes unless it is told which."""
ALL_PARTS: Final = (*sorted(USUAL_PARTS), "repository", "site", "testing", "tests")
_BRINGS: Final = {"tests": "testing"}
"""Parts that are nothing without another one, which is made with them."""


class Parts(Value):
    """The parts that a run makes, and those that it answers for: of them no file of an earlier run stays but what it
    makes again."""

    made: frozenset[str]
    owned: frozenset[str]


def _with_brought(parts: frozenset[str]) -> frozenset[str]:
    return parts | {_BRINGS[part] for part in parts if part in _BRINGS}


def is_url(spec: str) -> bool:
    """Whether an input is named by a URL of the network."""
    return spec.startswith(("http://", "https://"))


class Request(Value, kw_only=True):
    """The inputs and choices of one run.

    `spec` is a path, a URL, or "-" for standard input; `package` the import name, where it differs from what the config
    or the document says; `only` the parts to generate, empty for those of the config, else the usual ones.
    `config_assumed`: nobody asked for the config, so it counts only for documents that it is written for;
    `overlays_assumed`: the same for each overlay. `strict_overlays`: an action that is not needed any more is an
    error. `out` is the folder in which hand-written modules stand beside generated ones (None: it is not known).
    `version` is the package's (None: that of a first release). `root` is the folder that all files of the document
    stand in (None: that follows from the document). `allow_remote`: the network may be asked for the document and
    what it refers to there; `update_remote`: for all of it anew; `allow_spec` and `update_spec` say the same of the
    document at a URL alone; `keep_remote`: what came is kept for further runs. `carried` is the folder of a project
    that comes with the generator (None: no such is read).
    `include` and `exclude` are patterns for the part of the API that is asked for, in place of those of the config.
    `templates` is a folder of templates in the place of the generator's (None: the one that the config names, if any).
    `additions` are entries on top of the config, which no file holds.
    """

    spec: str
    config: Path | None = None
    config_assumed: bool = False
    overlays: tuple[Path, ...] = ()
    overlays_assumed: bool = False
    strict_overlays: bool = False
    package: str | None = None
    only: frozenset[str] = frozenset()
    out: Path | None = None
    version: str | None = None
    project_folder: Path | None = None
    root: Path | None = None
    allow_remote: bool = False
    update_remote: bool = False
    allow_spec: bool = False
    update_spec: bool = False
    keep_remote: bool = False
    carried: Path | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    templates: Path | None = None
    additions: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def parts(self, configured: frozenset[str] = frozenset()) -> Parts:
        """The parts of this run. Those that a config lists are all that the output consists of."""
        if configured and not self.only:
            return Parts(made=_with_brought(configured), owned=frozenset(ALL_PARTS))
        made = _with_brought(self.only or USUAL_PARTS)
        return Parts(made=made, owned=made)

    @property
    def project(self) -> Path | None:
        """The folder that hand-written code stands in: that of the config, unless another one is named."""
        return self.project_folder or (None if self.config is None else self.config.parent)

    @property
    def remote_lock(self) -> Path:
        """The lock of what came from the network: beside the config, or the document, or here for one that is there."""
        if self.config is not None and not self.config_assumed:
            return self.config.parent / "remote.lock"
        here = self.spec == "-" or is_url(self.spec)
        return Path("remote.lock") if here else Path(self.spec).parent / "remote.lock"

    def names_lock(self, *, config_counts: bool = True) -> Path | None:
        """The lock of published names: beside the config where that counts, else beside the document, or here for one
        that is nowhere. None where that would be another SDK's."""
        beside = None if self.config is None else self.config.parent / NAMES_LOCK
        if beside is not None and config_counts:
            return beside
        here = self.spec == "-" or is_url(self.spec)
        own = Path(NAMES_LOCK) if here else Path(self.spec).parent / NAMES_LOCK
        return None if own == beside else own

    def is_carried(self, path: Path) -> bool:
        """Whether a file is a part of the generator, which no run writes to."""
        return self.carried is not None and path.is_relative_to(self.carried)

    def name_of(self, path: str) -> str:
        """What a file is called in findings and reports: one that the generator carries, the same on every machine."""
        if self.carried is None or not self.is_carried(Path(path)):
            return path
        return str(Path(path).relative_to(self.carried.parent))
