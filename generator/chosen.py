"""What a request brings beside its document: the config, and all that this leads to in the project."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from generator.config.load import read_config
from generator.config.model import Config
from generator.config.parts import part_pattern
from generator.diagnostics import Diagnostics
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.part import Choose
from generator.ir.package import Package
from generator.ledger import Ledger
from generator.lower.extensions import report_missing, report_unreadable, report_unused
from generator.lower.part import Part, choose
from generator.own_parts import own_templates
from generator.plugins.load import Plugins, load_plugins
from generator.published.file import read_lock
from generator.published.lock import Lock
from generator.render.extensions import HandWrittenFiles, find_hand_written, unused_files
from generator.render.own_templates import Templates
from generator.request import Request


class Chosen:
    """The config of a request, read once, and what goes by it; an empty one where it was assumed, and is written for
    other documents."""

    def __init__(
        self, request: Request, sources: Sources, diagnostics: Diagnostics, ledger: Ledger, published: Lock | None
    ) -> None:
        self._request = request
        self._published = published
        self._sources = sources
        self._diagnostics = diagnostics
        self._ledger = ledger
        self._config: Config | None = None
        self._applies = True

    def config_for(self, title: str) -> Config:
        """The config for a document of this title; the first title that is asked for decides."""
        if self._config is None:
            self._config = self._read(title)
        return self._config

    def config_to_lower(self, document: Document) -> Config:
        """The config as it counts for what was read. Of a part, what else the config says may be about the rest."""
        config = self.config_for(document.title)
        return config if document.outline is None else config.of_excerpt(document.title)

    @property
    def names_lock(self) -> Path | None:
        """Where published names are locked."""
        return self._request.names_lock(config_counts=self._applies)

    def lock(self) -> Lock:
        """The names that were published."""
        if self._published is None:
            self._published = read_lock(self.names_lock)
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

    def templates(self, config: Config) -> Templates | None:
        """The templates of the project; what is wrong with them is reported."""
        named, asked = config.templates, self._request.templates
        folder = asked or (None if named is None else self._folder / named.text)
        if folder is None:
            return None
        location = None if named is None or asked is not None else named.location
        return own_templates(folder, location, self._sources, self._diagnostics)

    def plugins(self, config: Config) -> Plugins:
        """The plugins of the project; what is wrong with them is reported."""
        if not config.plugins:
            return Plugins()
        listed = [(plugin.text, plugin.location) for plugin in config.plugins]
        return load_plugins(listed, self._folder, self._sources.add, self._diagnostics)

    @property
    def _folder(self) -> Path:
        return Path() if self._request.config is None else self._request.config.parent

    def hand_written(self, package: Package, config: Config) -> HandWrittenFiles:
        """The hand-written code that the package builds on; what is wrong with it is reported."""
        request = self._request
        found = find_hand_written(package, request.project)
        for path, text in found.read.items():
            self._sources.add(path, text)
        report_unreadable(found.unreadable, self._diagnostics)
        if request.project_folder is None:  # all that stands beside a config is for the package that it describes
            unused = unused_files(found, config.extensions.modules(), request.project)
            report_unused(unused, self._diagnostics)
        if request.out is not None:
            report_missing(found.missing, request.out / package.name, self._diagnostics)
        return found

    def _read(self, title: str) -> Config:
        findings, entries = Diagnostics(), Ledger()
        request = self._request
        read = partial(
            read_config, sources=self._sources, diagnostics=findings, ledger=entries, additions=request.additions
        )
        config = read(request.config)
        if request.config_assumed and not config.written_for(title):
            self._applies = False
            return read(None)
        for finding in findings.found:
            self._diagnostics.add(finding)
        self._ledger.entries += entries.entries
        return config
