"""Second names: further ones that the config has for a schema, and those after the methods that answer with it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.matching import UNMATCHED
from generator.config.model import ModelAlias
from generator.diagnostics import Diagnostics
from generator.ir import operations as ir
from generator.ir.operations import json_types
from generator.ir.types import Named
from generator.lower.drafts import Draft, Drafts, draft_key, drafts_of, provisional, root_draft
from generator.lower.faces import FACES, Face
from generator.lower.operations import Operations
from generator.lower.type_names import SHARED_PACKAGE, TypeName, TypeNames
from generator.python.identifiers import pascal_case
from generator.source import Location
from generator.values import replace


def draft_aliases(components: Drafts, operations: Operations, names: TypeNames, diagnostics: Diagnostics) -> Drafts:
    """Aliases for the components, the named inline schemas in them, and the answers that have several names."""
    aliases = _Aliases(names, components | operations.drafts)
    for other in names.others:
        aliases.of_schema(other.target, other.said, other.config.location)
    _alias_models(names, aliases, diagnostics)
    _share_with_requests(names, aliases)
    _alias_answers(names, components | operations.drafts, operations, aliases)
    return aliases.made()


def _alias_models(names: TypeNames, aliases: _Aliases, diagnostics: Diagnostics) -> None:
    for alias in names.config.models:
        if not isinstance(alias, ModelAlias):
            continue
        wanted = (alias.resource, alias.to)
        every = (*names.components.values(), *names.inline.values(), *names.others)
        named = next((n for n in every if (n.config.resource, n.config.name) == wanted), None)
        if named is None:
            diagnostics.report(UNMATCHED, f'the resource has no model "{alias.to}"', alias.location)
        else:
            said = TypeName(pascal_case(alias.name, names.config.casings), named.said.package, chosen=True)
            aliases.of_schema(named.target, said, alias.location, alias.deprecated)


def _share_with_requests(names: TypeNames, aliases: _Aliases) -> None:
    """What shared models of one face are called in requests: the same, beside those that have two."""
    for named in (*names.components.values(), *names.inline.values(), *names.others):
        one_face = aliases.has(named.target, Face.RESPONSE) and not aliases.has(named.target, Face.REQUEST)
        if named.said.package == SHARED_PACKAGE and one_face:
            aliases.of_face(named.target, Face.RESPONSE, named.said.in_requests(), named.config.location)


def _alias_answers(names: TypeNames, drafts: Drafts, operations: Operations, aliases: _Aliases) -> None:
    """Call the components that the config says so of after each method that answers with them, too."""
    wanted = {answer.component for answer in names.config.types.answers}
    for call, operation in operations.by_call:
        for answer in _answers(operation):
            draft = drafts.by_key[answer.name]
            if draft.component in wanted:
                aliases.of_draft(draft, TypeName(f"{call.stem}Response", call.package), draft.location)


def _answers(operation: ir.Operation) -> Iterator[Named]:
    """The declarations that an operation answers with: the result, or what a page is made of."""
    types = json_types(operation.response) if operation.page is None else (operation.page.item,)
    yield from (type for type in types if isinstance(type, Named))


class _Aliases:
    """Collects aliases; nothing has the same one twice, or its own name."""

    def __init__(self, names: TypeNames, components: Drafts) -> None:
        self._names = names
        self._drafts = components.by_key
        self._made: dict[str, Draft] = {}

    def has(self, target: str, face: Face) -> bool:
        """Whether a component or a named inline schema has a draft for this face."""
        return self._key(target, face) in self._drafts

    def of_schema(self, target: str, said: TypeName, location: Location, deprecated: str | None = None) -> None:
        """Add an alias for each face of a component or a named inline schema."""
        for face in FACES:
            if self.has(target, face):
                self.of_face(target, face, said.in_requests() if face is Face.REQUEST else said, location, deprecated)

    def of_face(
        self, target: str, face: Face, said: TypeName, location: Location, deprecated: str | None = None
    ) -> None:
        """Add an alias for one face."""
        self.of_draft(self._drafts[self._key(target, face)], said, location, deprecated)

    def of_draft(self, draft: Draft, said: TypeName, location: Location, deprecated: str | None = None) -> None:
        """Add an alias for a draft; `deprecated` is what to say of it."""
        own = f"{'.'.join(said.package)}.{said.name} for {draft.key}"
        if own not in self._made and (said.name, said.package) != (draft.wanted_name, draft.package):
            alias = root_draft(own, draft.face, said, location, type=provisional(draft.key))
            self._made[own] = replace(alias, doc=deprecated or "", deprecated=deprecated is not None)

    def made(self) -> Drafts:
        """The aliases as drafts of their own."""
        return drafts_of(self._made.values())

    def _key(self, target: str, face: Face) -> str:
        """The key of the draft of a component or a named inline schema that differs in this face."""
        return draft_key(target if target in self._names.components else f"named {target}", face)
