"""The stages of a run on one screen: load and parse, check, lower, render. Writing is the caller's.

document + overlays  --read-->  Document  --check-->  findings
Document + config    --lower--> Package (the IR)
Package              --render-> files: client, stubs, docs
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from generator.config.load import read_config
from generator.config.matching import report_unmatched
from generator.config.model import Config
from generator.config.parts import part_pattern
from generator.diagnostics import Diagnostics, UnusableInput
from generator.document.files import Reach
from generator.document.nodes import Sources
from generator.document.part import Choose
from generator.document.read import read_document
from generator.extras import require
from generator.ir.contract import Contract
from generator.ir.declarations import Declaration
from generator.ir.history import History
from generator.ir.package import Package
from generator.ledger import Ledger
from generator.lower.contract import contract_of
from generator.lower.extensions import report_missing, report_unreadable, report_unused
from generator.lower.lower import lower
from generator.lower.part import Part, choose
from generator.lower.shown_calls import report_unfitting
from generator.own_parts import Rendering, is_broken, own_templates
from generator.plugins.load import Plugins, load_plugins
from generator.published.dates import dated
from generator.published.file import read_lock
from generator.published.history import history
from generator.published.lock import NOTHING_PUBLISHED, Lock
from generator.render.docs import docs_files
from generator.render.docs.shown_calls import unfitting
from generator.render.extensions import HandWrittenFiles, find_hand_written, unused_files
from generator.render.files import Modules
from generator.render.own_templates import Templates
from generator.render.recipes import FileRecipe, Fixed, Once
from generator.render.repository import repository_files
from generator.render.starting import start_files
from generator.render.surface import surface
from generator.render.testing import FOLDER as MOCK
from generator.render.testing import testing_files
from generator.request import USUAL_PARTS, Request, is_url
from generator.trying import generated_tests
from generator.versioning import Versioning
from generator.write.manifest import MODEL_NAME, read_changelog
from generator.write.renderings import NOTHING_RENDERED, Kept, Renderings
from generator.write.stored import store

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run made of its input: unformatted files by path, and everything there is to say about it.

    `keys` stand for what each file is made from. `package` and `files` are missing where errors left nothing to lower
    from; `lowered` is the package before plugins changed it, whose names a lock has. `contract` makes what a mock of
    the API answers by. `lock` has the names that were published before, `names_lock` is its file. `by_hand` is the
    hand-written code that the package builds on. `lists_no_method`: the config leaves them all to the rules.
    `versioning` is what raises the version. `parts` are those that the run makes, `owned` those of which no file stays
    that it does not make. `templates` and `plugins` are the project's own. `usable` is false where a file could not be
    read at all, so that there is no verdict about the document.
    """

    files: Mapping[str, str | bytes | Kept]
    diagnostics: Diagnostics
    ledger: Ledger
    sources: Sources
    keys: Mapping[str, str] = field(default_factory=dict)
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


def generate(
    request: Request, *, stdin: BinaryIO, progress: Progress, earlier: Renderings = NOTHING_RENDERED
) -> Outcome:
    """Run every stage; what `earlier` runs rendered from the same is not rendered again."""
    return rendered(validate(request, stdin=stdin, progress=progress), request, progress=progress, earlier=earlier)


def rendered(
    outcome: Outcome, request: Request, *, progress: Progress, earlier: Renderings, changelog: str | None = None
) -> Outcome:
    """Add the files to what `validate` made. `changelog` is that of the output, where it is about to change."""
    if outcome.package is None or is_broken(outcome.diagnostics):
        return outcome
    if "site" in outcome.parts:
        require("site", "the site", "markdown_it", "pygments")
    package = dated(outcome.package, outcome.lock)  # which may have another version than when it was made
    told = history(read_changelog(request.out) if changelog is None else changelog, outcome.lock, package)
    rendering = Rendering(outcome.templates, outcome.plugins, outcome.diagnostics, earlier)
    for part, recipes in _parts(package, outcome, told).items():
        if part in outcome.parts:
            progress(f"render {part}")
            rendering.add(recipes)
    rendering.add_of_plugins(package, outcome.owned)
    return replace(outcome, files=rendering.files, keys=rendering.keys)


def first_files(outcome: Outcome, **said: str) -> Mapping[str, str]:
    """What a new project has beside its SDK, from what `validate` made: see `render/starting.py`, where `said` goes."""
    rendering = Rendering(outcome.templates, Plugins(), outcome.diagnostics, NOTHING_RENDERED)
    if outcome.package is not None:
        rendering.add(partial(start_files, outcome.package, **said))
    return {path: text for path, text in rendering.files.items() if isinstance(text, str)}


def surface_of(package: Package) -> str:
    """Every public name and signature of a package as text."""
    return surface(package)


def _parts(package: Package, outcome: Outcome, told: History) -> dict[str, Callable[[], dict[str, FileRecipe]]]:
    by_hand = outcome.by_hand
    declarations = tuple(map(Once, package.declarations))
    modules = Modules(package, declarations, by_hand, stubless=(MOCK,) if "testing" in outcome.parts else ())

    def client_files() -> dict[str, FileRecipe]:
        return {**modules.client_files(), MODEL_NAME: Fixed(store(package))}

    def mock_files() -> dict[str, FileRecipe]:
        assert outcome.contract is not None
        return testing_files(package, outcome.contract())

    def test_files() -> dict[str, FileRecipe]:
        assert outcome.contract is not None
        return generated_tests(package, outcome.contract(), by_hand, outcome.ledger)

    return {
        "client": client_files,
        "stubs": modules.stub_files,
        "docs": partial(docs_files, package, declarations, by_hand, told),
        "repository": partial(repository_files, package),
        "site": partial(_site_files, package, declarations, by_hand, told),
        "testing": mock_files,
        "tests": test_files,
    }


def _site_files(
    package: Package, declarations: tuple[Once[Declaration], ...], by_hand: HandWrittenFiles, told: History
) -> dict[str, FileRecipe]:
    from generator.render.site import site_files  # noqa: PLC0415 - it needs libraries that come with an extra

    return site_files(package, declarations, by_hand, told)


def validate(request: Request, *, stdin: BinaryIO, progress: Progress, published: Lock | None = None) -> Outcome:
    """Run the stages that find mistakes, up to the IR; nothing is rendered. What was `published` counts in the place of
    the lock that the request has."""
    diagnostics, ledger, sources = Diagnostics(), Ledger(), Sources(request.name_of)
    package, lowered, contract, by_hand, lists_no_method, usable = None, None, None, HandWrittenFiles(), False, True
    templates, plugins = None, Plugins()
    versioning, parts = Versioning(), request.parts()
    lock, names_lock = NOTHING_PUBLISHED, None
    try:
        progress("read")
        chosen = _Chosen(request, sources, diagnostics, ledger, published)
        document = read_document(
            request.spec,
            transforms=lambda title: chosen.config_for(title).transforms,
            overlays=[str(path) for path in request.overlays],
            overlays_assumed=request.overlays_assumed,
            strict_overlays=request.strict_overlays,
            choice=chosen.choice,
            reach=_reach(request),
            sources=sources,
            diagnostics=diagnostics,
            ledger=ledger,
            stdin=stdin,
        )
        config = chosen.config_for(document.title)
        lists_no_method, versioning = config.lists_no_method, config.versioning
        parts = request.parts(config.parts)
        report_unmatched(config, document, diagnostics)
        if document.outline is not None:  # what else the config says may be about the rest of the document
            config = replace(config, excerpts=(*config.excerpts, document.title))
        if not diagnostics.errors:
            progress("lower")
            names_lock = request.names_lock(config_counts=chosen.applies)
            lock = chosen.lock()
            package = lower(document, config, diagnostics, ledger, package=request.package, lock=lock)
            lowered = package = dated(replace(package, version=request.version or package.version), lock)
            templates, plugins = _own(config, request, sources, diagnostics)
            package = plugins.lower(package, diagnostics)
            contract = partial(contract_of, document, package)
            report_unfitting(unfitting(package), diagnostics)
            by_hand = _by_hand(package, config, request, sources, diagnostics)
    except UnusableInput as error:
        diagnostics.add(error.diagnostic)
        usable = False
    return Outcome(
        files={},
        diagnostics=diagnostics,
        ledger=ledger,
        sources=sources,
        package=package,
        lowered=lowered,
        contract=contract,
        lock=lock,
        names_lock=names_lock,
        by_hand=by_hand,
        lists_no_method=lists_no_method,
        versioning=versioning,
        parts=parts.made,
        owned=parts.owned,
        templates=templates,
        plugins=plugins,
        usable=usable,
    )


def _reach(request: Request) -> Reach:
    return Reach(
        entry_at_url=is_url(request.spec),
        root=request.root,
        lock=request.remote_lock,
        remote=request.allow_remote,
        update_remote=request.update_remote,
        entry_allowed=request.allow_spec,
        update_entry=request.update_spec,
        keep_remote=request.keep_remote,
    )


def _own(
    config: Config, request: Request, sources: Sources, diagnostics: Diagnostics
) -> tuple[Templates | None, Plugins]:
    """The templates and plugins of the project; what is wrong with them is reported."""
    folder = Path() if request.config is None else request.config.parent
    named = config.templates
    chosen = request.templates or (None if named is None else folder / named.text)
    location = None if named is None or request.templates is not None else named.location
    templates = None if chosen is None else own_templates(chosen, location, sources, diagnostics)
    listed = [(plugin.text, plugin.location) for plugin in config.plugins]
    return templates, load_plugins(listed, folder, sources.add, diagnostics) if listed else Plugins()


def _by_hand(
    package: Package, config: Config, request: Request, sources: Sources, diagnostics: Diagnostics
) -> HandWrittenFiles:
    """The hand-written code that the package builds on."""
    found = find_hand_written(package, request.project)
    for path, text in found.read.items():
        sources.add(path, text)
    report_unreadable(found.unreadable, diagnostics)
    if request.project_folder is None:  # all that stands beside a config is for the package that it describes
        report_unused(unused_files(found, config.extensions.modules(), request.project), diagnostics)
    if request.out is not None:
        report_missing(found.missing, request.out / package.name, diagnostics)
    return found


class _Chosen:
    """The config of a request, read once; an empty one where it was assumed, and is written for other documents; and
    what goes by it, the lock of names and the part of the API."""

    def __init__(
        self, request: Request, sources: Sources, diagnostics: Diagnostics, ledger: Ledger, published: Lock | None
    ) -> None:
        self._request = request
        self._published = published
        self._sources = sources
        self._diagnostics = diagnostics
        self._ledger = ledger
        self._config: Config | None = None
        self.applies = True

    def config_for(self, title: str) -> Config:
        """The config for a document of this title; the first title that is asked for decides."""
        if self._config is None:
            self._config = self._read(title)
        return self._config

    def lock(self) -> Lock:
        """The names that were published."""
        if self._published is None:
            self._published = read_lock(self._request.names_lock(config_counts=self.applies))
        return self._published

    def choice(self, title: str) -> Choose | None:
        """What chooses the part of a document of this title; None for all of it."""
        config, request = self.config_for(title), self._request
        part = Part(
            include=tuple(filter(None, map(part_pattern, request.include))) or config.include,
            exclude=tuple(filter(None, map(part_pattern, request.exclude))) or config.exclude,
        )
        if not (part.include or part.exclude):
            return None
        return lambda outline: choose(outline, part, config, self.lock(), self._diagnostics)

    def _read(self, title: str) -> Config:
        findings, entries = Diagnostics(), Ledger()
        request = self._request
        read = partial(
            read_config, sources=self._sources, diagnostics=findings, ledger=entries, additions=request.additions
        )
        config = read(request.config)
        if request.config_assumed and not config.written_for(title):
            self.applies = False
            return read(None)
        for finding in findings.found:
            self._diagnostics.add(finding)
        self._ledger.entries += entries.entries
        return config
