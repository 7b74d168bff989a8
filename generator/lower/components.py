"""Drafts for the components of the document, under all the names that they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.config.matching import UNMATCHED, enclosing_component, find_schema, schema_key
from generator.config.model import EventFamily, ModelAlias, NestedName
from generator.config.patterns import matches
from generator.diagnostics import Diagnostics
from generator.ir import operations as ir
from generator.ir.operations import JsonResponse
from generator.ir.types import Named, TypeExpr
from generator.lower.calls import Call
from generator.lower.directions import Directions, Face
from generator.lower.drafts import Draft, draft_key, provisional
from generator.lower.schemas import Schemas, Scope
from generator.lower.shapes import ObjectShape
from generator.lower.type_names import SHARED_PACKAGE, SHARED_PARAMS_PACKAGE, TypeName, TypeNames
from generator.python.identifiers import pascal_case, safe_module_name
from generator.source import Location

FACES = (Face.REQUEST, Face.RESPONSE)


@dataclass(frozen=True, slots=True)
class Components:
    """Announces the components, in the directions that they travel; `fill_announced` of the schemas then fills them."""

    names: TypeNames
    schemas: Schemas
    directions: Directions
    calls: Sequence[Call]
    diagnostics: Diagnostics

    def announce(self) -> None:
        """A draft for each face of each component, but for bodies that are one operation's arguments and nothing
        else."""
        with_operations = frozenset(call.route.resource for call in self.calls)
        absorbed = self._absorbed()
        for key, said in self.names.all(self.directions.users, with_operations):
            faces = self.directions.faces[key]
            for face in FACES:
                if face in faces and not (face is Face.REQUEST and key in absorbed):
                    self.schemas.announce(key, self._facing(key, said, face, faces), face)

    def _facing(self, key: str, said: TypeName, face: Face, faces: set[Face]) -> TypeName:
        """The name of one face; `Param` ends those of requests, once."""
        if face is Face.RESPONSE or not self.schemas.has_two_faces(key):
            return said
        return said if said.name.endswith("Param") and Face.RESPONSE not in faces else said.in_requests()

    def _absorbed(self) -> set[str]:
        bodies = [m.schema.ref for c in self.calls if (m := c.body()) is not None and m.schema is not None]
        return {
            key
            for key in bodies
            if key
            and len(self.directions.places[key, Face.REQUEST]) == 1
            and self.schemas.has_two_faces(key)
            and isinstance(self.schemas.shapes.resolved(self.schemas.document.schemas[key]).shape, ObjectShape)
        }

    # --- further names

    def name_again(self) -> None:
        """Declare the second names of what has several, once everything has its first."""
        for other in self.names.others:
            self._alias_schema(other.target, other.said, other.config.location)
        self._alias_models()
        self._share_with_requests()

    def _alias_schema(self, target: str, said: TypeName, location: Location) -> None:
        for face in FACES:
            key = self._declared(target, face)
            if key in self.schemas.drafts.by_key:
                self._alias(key, said.in_requests() if face is Face.REQUEST else said, location)

    def _declared(self, target: str, face: Face) -> str:
        """The key of the draft of a component or a named inline schema that differs in this face."""
        return draft_key(target if target in self.names.components else f"named {target}", face)

    def _alias_models(self) -> None:
        for alias in self.names.config.models:
            if not isinstance(alias, ModelAlias):
                continue
            named = next(
                (
                    n
                    for n in self.names.components.values()
                    if (n.config.resource, n.config.name) == (alias.resource, alias.to)
                ),
                None,
            )
            if named is None:
                self.diagnostics.report(UNMATCHED, f'the resource has no model "{alias.to}"', alias.location)
            else:
                name = pascal_case(alias.name, self.names.config.casings)
                self._alias_schema(named.target, TypeName(name, named.said.package), alias.location)

    def _share_with_requests(self) -> None:
        """What shared models of one face are called in requests: the same, beside those that have two."""
        drafts = self.schemas.drafts.by_key
        for named in (*self.names.components.values(), *self.names.inline.values(), *self.names.others):
            key = self._declared(named.target, Face.RESPONSE)
            is_sent = key in drafts and self._declared(named.target, Face.REQUEST) not in drafts
            if named.said.package == SHARED_PACKAGE and is_sent:
                self._alias(key, named.said.in_requests(), named.config.location)

    def name_answers(self, operations: Iterable[tuple[Call, ir.Operation]]) -> None:
        """Call the components that the config says so of after each method that answers with them, too."""
        wanted = {answer.component for answer in self.names.config.types.answers}
        for call, operation in operations:
            for answer in _answers(operation):
                draft = self.schemas.drafts.by_key[answer.name]
                if draft.component in wanted:
                    said = TypeName(f"{call.stem}Response", call.package)
                    self._alias(draft.key, said, draft.location)

    def name_nested(self) -> None:
        """Give what modules use the names that the config wants it to have there."""
        roots = {self._module(d): d for d in self.schemas.drafts.by_key.values() if d.is_root}
        places = {(d.location.pointer, d.face): d for d in self.schemas.drafts.by_key.values()}
        for nested in self.names.config.types.nested:
            found = [roots[module] for module in _with_requests(nested.module) if module in roots]
            if nested.name.endswith("Param"):  # which is what types of requests are called
                found = [root for root in found if root.face is Face.REQUEST]
            if not [root for root in found if self._name_inside(root, places, nested)]:
                self._report_unused(nested, is_module=bool(found))

    def _report_unused(self, nested: NestedName, *, is_module: bool) -> None:
        """Report a name that fell to nothing, unless the schema is missing: that is reported with all others."""
        document = self.names.document
        if self.names.config.covers(document.title) and find_schema(document, nested.target) is not None:
            what = f'"{nested.target}" does not travel its way' if is_module else "there is no such types module"
            self.diagnostics.report(UNMATCHED, f'"{nested.module}": {what}', nested.location)

    def _module(self, root: Draft) -> str:
        return ".".join((*root.package, safe_module_name(root.wanted_name, self.names.config.casings)))

    def _name_inside(self, root: Draft, places: Mapping[tuple[str, Face], Draft], nested: NestedName) -> bool:
        """Whether what the config names travels the way that the root does, and has the name in its module now."""
        key = schema_key(nested.target)
        is_component = key in self.names.document.schemas
        face = self.schemas.face_of(key, root.face) if is_component else root.face
        target = places.get((key[1:], face))
        if target is None:
            return self._alias_inline(root, nested)
        if target.owner == root.key and not (target.is_root or target.wanted_name):
            target.wanted_name = nested.name
        else:
            self._alias_inside(root, nested, provisional(target.key))
        return True

    def _alias_inline(self, root: Draft, nested: NestedName) -> bool:
        """A name for a type that is written out wherever it is used, such as a union inside of a component."""
        schema = find_schema(self.names.document, nested.target)
        faces = self.directions.faces.get(enclosing_component(schema_key(nested.target)), ())
        if schema is None or root.face not in faces:
            return False
        scope = Scope(root.face, root.key, (nested.name,), told=True)
        self._alias_inside(root, nested, self.schemas.convert(schema, scope))
        return True

    def _alias_inside(self, root: Draft, nested: NestedName, type: TypeExpr) -> None:
        own = f"{root.key} {nested.name}"
        self.schemas.drafts.add(
            Draft(
                key=own,
                face=root.face,
                owner=root.key,
                location=nested.location,
                wanted_name=nested.name,
                type=type,
            )
        )

    def _alias(self, key: str, said: TypeName, location: Location) -> None:
        draft = self.schemas.drafts.by_key[key]
        own = f"{'.'.join(said.package)}.{said.name} for {key}"
        if own not in self.schemas.drafts.by_key and (said.name, said.package) != (draft.wanted_name, draft.package):
            self.schemas.drafts.add_root(own, draft.face, said, location, type=provisional(key))

    # --- events

    def follow_events(self) -> None:
        """Mark the messages of connections as sent or received by their resources."""
        for family in self.names.config.types.events:
            keys = self._members(family)
            for face in _faces_of(family):
                self.directions.follow_components(keys, face, family.resource)

    def join_events(self) -> None:
        """A union for each family of messages that the document does not declare one for."""
        for family in self.names.config.types.events:
            keys = self._members(family) if family.members is not None else []
            if not keys:
                continue
            said = TypeName(family.name, self.names.places.package_of(family.resource))
            variants = tuple(self.names.document.schemas[key] for key in keys)
            for face in _faces_of(family):
                own = draft_key(f"events {family.location.pointer}", face)
                members = [provisional(self.schemas.component_key(key, face)) for key in keys]
                named = said.in_requests() if face is Face.REQUEST else said
                self.schemas.drafts.add_root(
                    own, face, named, family.location, type=self.schemas.union(members, variants)
                )

    def _members(self, family: EventFamily) -> list[str]:
        pattern = family.members or family.name
        return sorted(key for key, name in self.names.document.components.items() if matches(pattern, name))


def _with_requests(module: str) -> tuple[str, ...]:
    """A types module and the one of its request types."""
    package, _, name = module.rpartition(".")
    if package == SHARED_PACKAGE[0]:
        return module, f"{SHARED_PARAMS_PACKAGE[0]}.{name}"
    return module, f"{module}_param"


def _faces_of(family: EventFamily) -> tuple[Face, ...]:
    """What is sent can be built and read, since servers repeat it in their answers; what is received is only read."""
    return FACES if family.is_sent else (Face.RESPONSE,)


def _answers(operation: ir.Operation) -> Iterator[Named]:
    """The declarations that an operation answers with: the result, or what a page is made of."""
    if operation.page is not None:
        types = [operation.page.item]
    else:
        types = [operation.response.type] if isinstance(operation.response, JsonResponse) else []
    yield from (type for type in types if isinstance(type, Named))
