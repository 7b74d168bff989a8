"""Measures that need the official package itself: what the facts do not hold, asked of it at run time."""

from __future__ import annotations

import inspect
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.measures.tally import ABSENT, PRESENT, Comparison, Tally, presence, tally

from .facts import Facts, PublicType, public_type
from .introspection import Package
from .methods import compare_parameters
from .public_types import compare_fields, compare_kinds

PROBE = Path(__file__).with_name("probe.py")
PACKAGE = "openai"
CLIENTS = ("OpenAI", "AsyncOpenAI", "AzureOpenAI", "AsyncAzureOpenAI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The parameters of a method of the official package."""

    positional: tuple[str, ...]
    keywords: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialSurface:
    """The official package beyond the facts; all but `types` by name.

    `names` are those of the package itself, `exports` those of other modules, `attributes` those of classes,
    `parameters` those of clients with their requiredness, `exceptions` the classes by which each can be caught.
    """

    names: tuple[str, ...]
    exports: Mapping[str, Sequence[str]]
    types: tuple[PublicType, ...]
    attributes: Mapping[str, Sequence[str]]
    parameters: Mapping[str, Mapping[str, bool]]
    exceptions: Mapping[str, Sequence[str]]
    methods: Mapping[str, Signature]


def ask(environment: Path) -> OfficialSurface:
    """Let the interpreter of the virtual environment that has the official package describe it."""
    command = [str(environment / "bin/python"), str(PROBE), PACKAGE, *CLIENTS]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return OfficialSurface(
        names=tuple(told["names"]),
        exports=told["exports"],
        types=tuple(map(public_type, told["types"])),
        attributes=told["attributes"],
        parameters=told["parameters"],
        exceptions=told["exceptions"],
        methods={
            path: Signature(positional=tuple(method["positional"]), keywords=dict(method["keyword"]))
            for path, method in told["methods"].items()
        },
    )


def compare_official(official: OfficialSurface, facts: Facts, package: Package) -> Iterator[Tally]:
    """Every measure that the facts do not allow."""
    yield presence("official.names", ((f"{PACKAGE}.{n}", hasattr(package.root, n)) for n in official.names))
    yield presence(
        "official.modules",
        ((f"{module}.{name}", _exists(module, name)) for module, names in official.exports.items() for name in names),
    )
    types = [(public, package.type(public.module, public.name)) for public in official.types]
    yield from compare_kinds("official.deep", types)
    yield from compare_fields("official.deep.fields", [(public, live) for public, live in types if public.fields])
    yield tally("official.attributes", _attributes(official, package))
    yield tally("official.constructors", _constructors(official, package))
    yield tally("official.exceptions", (_ancestors(*entry, package) for entry in official.exceptions.items()))
    known = {method.path for method in facts.methods}
    beyond = {path: signature for path, signature in official.methods.items() if path not in known}
    yield presence("official.methods", ((path, package.method(path) is not None) for path in beyond))
    yield tally("official.methods.parameters", _parameters(beyond, package))


def _exists(module: str, name: str) -> bool:
    try:
        return hasattr(import_module(module), name)
    except ModuleNotFoundError:
        return False


def _attributes(official: OfficialSurface, package: Package) -> Iterator[Comparison]:
    for owner, names in official.attributes.items():
        live = package.exported(owner)
        for name in names:
            exists = live is not None and _has_attribute(live, name)
            ours = None if live is None else PRESENT if exists else ABSENT
            yield Comparison(subject=f"{PACKAGE}.{owner}.{name}", official=PRESENT, ours=ours, same=exists)


def _has_attribute(owner: Any, name: str) -> bool:
    classes = owner.__mro__ if isinstance(owner, type) else type(owner).__mro__
    return hasattr(owner, name) or any(name in vars(base).get("__annotations__", {}) for base in classes)


def _constructors(official: OfficialSurface, package: Package) -> Iterator[Comparison]:
    for client, parameters in official.parameters.items():
        live = getattr(package.root, client, None)
        ours = inspect.signature(live).parameters if live else {}
        for name, required in parameters.items():
            found = ours.get(name)
            yield Comparison(
                subject=f"{PACKAGE}.{client}({name})",
                official=_requiredness(required),
                ours=ABSENT if found is None else _requiredness(found.default is found.empty),
                same=found is not None and (found.default is found.empty) == required,
            )


def _requiredness(required: bool) -> str:
    return "required" if required else "optional"


def _ancestors(name: str, official: Sequence[str], package: Package) -> Comparison:
    live = package.exported(name)
    ours = [base.__name__ for base in live.__mro__] if isinstance(live, type) else [ABSENT]
    return Comparison(
        subject=f"{PACKAGE}.{name}", official=", ".join(official), ours=", ".join(ours), same=set(official) <= set(ours)
    )


def _parameters(methods: Mapping[str, Signature], package: Package) -> Iterator[Comparison]:
    for path, signature in methods.items():
        live = package.method(path)
        if live is not None:
            yield compare_parameters(path, signature, live)
