"""The hand-written code that the config names, put where it belongs in the finished package.

Names of modules and of what they hold come from the config: only identifiers pass.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.config.check import INVALID
from generator.config.matching import UNMATCHED
from generator.config.model import (
    AddedTypesConfig,
    ArgumentConfig,
    Config,
    ExportConfig,
    ExtensionConfig,
    ExtensionsConfig,
    ModuleClientConfig,
    SettingConfig,
    VariantConfig,
)
from generator.diagnostics import Diagnostics, Severity, register
from generator.ir.declarations import Declaration, ObjectModel
from generator.ir.extensions import LIB, AddedTypes, CustomType, Export, Extension, HandWritten, Replacement, Variant
from generator.ir.package import ClientOption, Extra, Guide, ModuleClient, OptionType, Package, Resource, all_resources
from generator.lower.options import option_type
from generator.python.identifiers import is_identifier, is_option_name
from generator.source import Location
from generator.values import replace

MISSING = register(
    "missing-extension",
    Severity.ERROR,
    "A hand-written module that the SDK config names stands neither beside it nor in the runtime or the package.",
)
UNUSED = register(
    "unused-module",
    Severity.WARNING,
    "A module beside the SDK config is used by nothing that the config names, so that the package does not have it.",
)

_GENERATED = frozenset({"_client", "_version", "pagination", "resources", "types"})

_Source = TypeVar("_Source", bound=HandWritten)


def extended(package: Package, config: Config, diagnostics: Diagnostics) -> Package:
    """The package with the hand-written code that it builds on; what cannot be placed is reported and left out."""
    return _Extender(package, config, diagnostics).extended()


def report_missing(modules: Iterable[HandWritten], folder: Path, diagnostics: Diagnostics) -> None:
    """Report each of these modules that is not to be found in the package's folder."""
    for source in modules:
        path = folder.joinpath(*source.module.split("."))
        if not (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()):
            message = f'there is no module "{source.module}" beside the config, in the runtime or in {folder.name}'
            own = f"{source.module.replace('.', '/')}.py"
            hint = f"write {own} beside the config, or {folder.name}/{own}"
            diagnostics.report(MISSING, message, source.location, hint=hint)


def report_unreadable(files: Mapping[str, str], diagnostics: Diagnostics) -> None:
    """Report the files of a project that cannot be read, each with the reason."""
    for path, reason in sorted(files.items()):
        diagnostics.report(MISSING, f"the module cannot be read: {reason}", Location(path, 1, 1, ""))


def report_unused(files: Iterable[Path], diagnostics: Diagnostics) -> None:
    """Report each of these files of a project, which no module uses that the config names."""
    for path in sorted(files):
        hint = "name it under `sdkgen.extensions`, or import it from a module that is named there"
        message = f"{path.name} is not part of the package"
        diagnostics.report(UNUSED, message, Location(path.as_posix(), 1, 1, ""), hint=hint)


class _Extender:
    """Places the entries of one config in one package."""

    def __init__(self, package: Package, config: Config, diagnostics: Diagnostics) -> None:
        self._package = package
        self._config = config
        self._diagnostics = diagnostics
        self._resources = {".".join(r.path): r for r in all_resources(package.resources)}
        self._models = {_exported_name(d): d for d in package.declarations if isinstance(d, ObjectModel) and d.public}
        self._types = {_exported_name(d) for d in package.declarations if d.public}
        needs = config.extensions.needs
        self._report_unknown(config.extensions)
        self._useless = {n.module for n in needs if not self._is_known("type", n.type_name, self._types, n.location)}

    def extended(self) -> Package:
        said = self._config.extensions
        client = (self._source(Extension, entry.module, entry.location) for entry in said.client)
        resources = self._by_target(Extension, "resource", said.resources, self._resources)
        typed = {entry.module for entry in said.response_faces}
        names = {e.module: e.names for e in said.resource_names if self._are_names(e.names, e.location)}
        resources = {
            target: tuple(
                replace(e, response_faces=e.module in typed, names=names.get(e.module, ())) for e in extensions
            )
            for target, extensions in resources.items()
        }
        bases = self._by_target(Extension, "model", said.models, self._models)
        replacements = self._by_target(Replacement, "model", said.replacements, self._models)
        self._report_replaced(bases.keys() & replacements.keys())
        custom: dict[str, tuple[Extension, ...] | Replacement] = dict(bases)
        custom |= {name: found[-1] for name, found in replacements.items()}
        return replace(
            self._package,
            client=replace(
                self._package.client,
                extensions=tuple(source for source in client if source is not None),
                options=(*self._package.client.options, *self._arguments(said.arguments)),
                module_client=self._module_client(self._config.module_client),
            ),
            resources=tuple(_with_extensions(resource, resources) for resource in self._package.resources),
            declarations=tuple(_with_custom(d, custom) for d in self._package.declarations),
            added_types=tuple(self._added_types(said.types)),
            exports=tuple(self._exports(said.exports)),
            guides=tuple(
                Guide(name=g.name, title=g.title, doc=g.summary, text=g.text)
                for g in self._config.guides
                if g.module not in self._useless
            ),
            extras=tuple(Extra(name=e.name, module=e.module, requires=e.requires) for e in self._config.extras),
        )

    def _by_target(
        self, kind: type[_Source], noun: str, entries: Iterable[ExtensionConfig], known: Collection[str]
    ) -> dict[str, tuple[_Source, ...]]:
        """The modules by what they are for, where the package has that."""
        found: dict[str, tuple[_Source, ...]] = {}
        for entry in entries:
            source = self._source(kind, entry.module, entry.location)
            if source is not None and self._is_known(noun, entry.target, known, entry.location):
                found[entry.target] = (*found.get(entry.target, ()), source)
        return found

    def _report_unknown(self, said: ExtensionsConfig) -> None:
        """Report what is said of modules that extend no resource."""
        known = {entry.module for entry in said.resources}
        modules = [(entry.module, entry.location) for entry in said.response_faces]
        modules += [(entry.module, entry.location) for entry in said.resource_names]
        for module, location in modules:
            if module not in known:
                self._report_invalid(f'"{module}" extends no resource', location)

    def _report_replaced(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            location = next(e.location for e in self._config.extensions.models if e.target == name)
            self._report_invalid(f'"{name}" is replaced, so that nothing of it is left to extend', location)

    def _arguments(self, entries: Iterable[ArgumentConfig]) -> Iterator[ClientOption]:
        known = {option.name for option in self._package.client.options}
        for entry in entries:
            source = self._source(HandWritten, entry.module, entry.location)
            if source is None or not self._are_names((entry.name, entry.type_name), entry.location):
                continue
            if entry.name in known or not is_option_name(entry.name):
                self._report_invalid(f'the client has something called "{entry.name}" already', entry.location)
                continue
            custom = CustomType(module=entry.module, name=entry.type_name, location=entry.location)
            known.add(entry.name)
            yield ClientOption(name=entry.name, type=OptionType.STRING, custom=custom, doc=entry.description)

    def _module_client(self, said: ModuleClientConfig | None) -> ModuleClient | None:
        if said is None:
            return None
        if said.setting is not None and not self._are_names((said.setting,), said.location):
            return None
        variants = (self._variant(v) for v in said.variants if self._are_names((v.class_name, *v.settings), v.location))
        return ModuleClient(
            setting=said.setting,
            variants=tuple(variant for variant in variants if variant is not None),
            settings=tuple(self._settings(said.settings)),
        )

    def _variant(self, said: VariantConfig) -> Variant | None:
        made = partial(
            Variant,
            value=said.value,
            class_name=said.class_name,
            settings=said.settings,
            variables=said.variables,
        )
        return self._source(made, said.module, said.location)

    def _settings(self, entries: Iterable[SettingConfig]) -> Iterator[ClientOption]:
        for entry in entries:
            if not self._are_names((entry.name,), entry.location):
                continue
            if entry.module is None:
                yield ClientOption(name=entry.name, type=option_type(entry.type))
            elif self._are_names((entry.type,), entry.location):
                custom = self._source(partial(CustomType, name=entry.type), entry.module, entry.location)
                yield ClientOption(name=entry.name, type=OptionType.STRING, custom=custom)

    def _added_types(self, entries: Iterable[AddedTypesConfig]) -> Iterator[AddedTypes]:
        modules = {d.module for d in self._package.declarations}
        packages = {package for module in modules for package in _packages_of(module)}
        for entry in entries:
            source = self._source(HandWritten, entry.module, entry.location)
            if source is None or not self._are_names((*entry.target.split("."), *entry.names), entry.location):
                continue
            package = _package_of(entry.target)
            taken = {entry.target} & (modules | packages) | {_below(package, n) for n in entry.names} & self._types
            if taken:
                self._report_invalid(f'`types` has "{min(taken)}" already', entry.location)
            elif self._is_known("types package", package, packages, entry.location):
                yield AddedTypes(target=entry.target, names=entry.names, source=source)

    def _exports(self, entries: Iterable[ExportConfig]) -> Iterator[Export]:
        for entry in entries:
            source = self._source(HandWritten, entry.module, entry.location)
            home, _, exported = entry.name.rpartition(".")
            if source is None or not self._are_names((exported,), entry.location):
                continue
            if home not in ("", LIB):
                self._report_invalid(f'names are exported from the package itself or from "{LIB}"', entry.location)
            elif entry.resource is None or self._is_known("resource", entry.resource, self._resources, entry.location):
                yield Export(name=exported, source=source, home=home)

    def _source(self, kind: Callable[..., _Source], module: str, location: Location) -> _Source | None:
        words = module.split(".")
        if not self._are_names(words, location):
            return None
        if words[0] in _GENERATED:
            self._report_invalid(f'"{module}" is made from the document, and not by hand', location)
            return None
        return None if module in self._useless else kind(module=module, location=location)

    def _are_names(self, names: Iterable[str], location: Location) -> bool:
        wrong = [name for name in names if not is_identifier(name)]
        for name in wrong:
            self._report_invalid(f'"{name}" cannot be a name in Python', location)
        return not wrong

    def _is_known(self, noun: str, name: str, known: Collection[str], location: Location) -> bool:
        if name in known:
            return True
        if self._config.covers(self._package.title):
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else None
            self._diagnostics.report(UNMATCHED, f'the SDK has no {noun} "{name}"', location, hint=hint)
        return False

    def _report_invalid(self, message: str, location: Location) -> None:
        self._diagnostics.report(INVALID, message, location)


def _with_extensions(resource: Resource, extensions: Mapping[str, tuple[Extension, ...]]) -> Resource:
    return replace(
        resource,
        children=tuple(_with_extensions(child, extensions) for child in resource.children),
        extensions=extensions.get(".".join(resource.path), ()),
    )


def _with_custom(declaration: Declaration, custom: Mapping[str, tuple[Extension, ...] | Replacement]) -> Declaration:
    found = custom.get(_exported_name(declaration))
    return (
        replace(declaration, custom=found)
        if found is not None and isinstance(declaration, ObjectModel)
        else declaration
    )


def _exported_name(declaration: Declaration) -> str:
    """The name by which users find a type: dotted, below `types`."""
    return _below(_package_of(declaration.module), declaration.name)


def _package_of(module: str) -> str:
    return module.rpartition(".")[0]


def _below(package: str, name: str) -> str:
    return f"{package}.{name}" if package else name


def _packages_of(module: str) -> Iterator[str]:
    """The packages around a module, `types` itself ("") among them."""
    words = module.split(".")[:-1]
    return (".".join(words[:length]) for length in range(len(words) + 1))
