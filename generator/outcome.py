"""What a run made of its input, as the stages hand it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.diagnostics import Diagnostics
from generator.document.nodes import Sources
from generator.ir.contract import Contract
from generator.ir.package import Package
from generator.ledger import Ledger
from generator.plugins.load import Plugins
from generator.published.lock import NOTHING_PUBLISHED, Lock
from generator.render.extensions import HandWrittenFiles
from generator.render.own_templates import Templates
from generator.request import USUAL_PARTS
from generator.values import Value, field, replace
from generator.versioning import Versioning
from generator.write.renderings import File


class Outcome(Value, kw_only=True):
    """What a run made of its input: unformatted files by path, and everything there is to say about it.

    `package` and `files` are missing where errors left nothing to lower
    from; `lowered` is the package before plugins changed it, whose names a lock has. `contract` makes what a mock of
    the API answers by. `lock` has the names that were published before, `names_lock` is its file. `by_hand` is the
    hand-written code that the package builds on. `lists_no_method`: the config leaves them all to the rules.
    `versioning` is what raises the version. `parts` are those that the run makes, `owned` those of which no file stays
    that it does not make, `configured` those that the config lists. `templates` and `plugins` are the project's own.
    `usable` is false where a file could not be read at all, so that there is no verdict about the document.
    """

    diagnostics: Diagnostics
    ledger: Ledger
    sources: Sources
    files: Mapping[str, File] = field(default_factory=dict)
    package: Package | None = None
    lowered: Package | None = None
    contract: Callable[[], Contract] | None = None
    lock: Lock = NOTHING_PUBLISHED
    names_lock: Path | None = None
    by_hand: HandWrittenFiles = field(default_factory=HandWrittenFiles)
    lists_no_method: bool = False
    versioning: Versioning = field(default_factory=Versioning)
    parts: frozenset[str] = USUAL_PARTS
    owned: frozenset[str] = USUAL_PARTS
    configured: frozenset[str] = frozenset()
    templates: Templates | None = None
    plugins: Plugins = field(default_factory=Plugins)
    usable: bool = True

    @property
    def not_ours(self) -> dict[str, tuple[str, ...]]:
        """The templates and plugins of the project that have a part in the files, by these words."""
        replaced = () if self.templates is None else self.templates.replaced
        return {kind: names for kind, names in (("templates", replaced), ("plugins", self.plugins.names)) if names}

    def under(self, version: str) -> Outcome:
        """The same as another version of the package: what it brings is locked as new in that, too."""
        package, lowered = (one and replace(one, version=version) for one in (self.package, self.lowered))
        return replace(self, package=package, lowered=lowered)

    @property
    def templates_folder(self) -> Path | None:
        """The folder of the project's own templates, where it has one."""
        return None if self.templates is None else self.templates.folder

    @property
    def looked_for(self) -> tuple[Path, ...]:
        """Where templates and plugins of the project are, or would be: folders, and files."""
        folder = self.templates_folder
        return self.plugins.places if folder is None else (folder, *self.plugins.places)
