"""The names that the config wants types to have in the modules of others."""

from __future__ import annotations

from collections.abc import Sequence

from generator.config.matching import UNMATCHED, enclosing_component, find_schema, schema_key
from generator.config.model import NestedName
from generator.diagnostics import Diagnostics
from generator.ir.types import TypeExpr
from generator.lower.conversion import Conversion, scope_of
from generator.lower.directions import Directions
from generator.lower.drafting import Drafting
from generator.lower.drafts import Draft, Drafts, provisional
from generator.lower.faces import Face
from generator.lower.schemas import Schemas
from generator.lower.type_names import SHARED_PACKAGE, SHARED_PARAMS_PACKAGE, TypeNames
from generator.python.identifiers import safe_module_name
from generator.values import replace


def name_nested(
    drafts: Drafts, directions: Directions, names: TypeNames, schemas: Schemas, diagnostics: Diagnostics
) -> Drafts:
    """The drafts, where those that modules use have the names that the config wants them to have there."""
    nesting = _Nesting(drafts, directions, names, schemas)
    for nested in names.config.types.nested:
        found = nesting.roots_of(nested)
        if not [root for root in found if nesting.give(root, nested)]:
            _report_unused(nested, names, diagnostics, is_module=bool(found))
    return nesting.finished()


def _report_unused(nested: NestedName, names: TypeNames, diagnostics: Diagnostics, *, is_module: bool) -> None:
    """Report a name that fell to nothing, unless the schema is missing: that is reported with all others."""
    if names.config.covers(names.document.title) and find_schema(names.document, nested.target) is not None:
        what = f'"{nested.target}" does not travel its way' if is_module else "there is no such types module"
        diagnostics.report(UNMATCHED, f'"{nested.module}": {what}', nested.location)


class _Nesting:
    """Collects the names of nested drafts, and aliases for what has another name or none."""

    def __init__(self, drafts: Drafts, directions: Directions, names: TypeNames, schemas: Schemas) -> None:
        self._drafts = drafts
        self._directions = directions
        self._schemas = schemas
        self._drafting = Drafting(drafts)
        self._conversion = Conversion(schemas, self._drafting)
        self._wanted: dict[str, str] = {}
        self._said = {(nested.module, nested.name) for nested in names.config.types.nested}
        every = drafts.by_key.values()
        casings = names.config.casings
        self._roots = {
            ".".join((*draft.package, safe_module_name(draft.wanted_name, casings))): draft
            for draft in every
            if draft.is_root
        }
        self._places = {(draft.location.pointer, draft.face): draft for draft in every}

    def roots_of(self, nested: NestedName) -> Sequence[Draft]:
        """The drafts whose modules a name is for."""
        module, requests = _with_requests(nested.module)
        modules = (module,) if (requests, nested.name) in self._said else (module, requests)
        found = [self._roots[module] for module in modules if module in self._roots]
        if nested.name.endswith("Param"):  # which is what types of requests are called
            return [root for root in found if root.face is Face.REQUEST]
        return found

    def give(self, root: Draft, nested: NestedName) -> bool:
        """Give a name in the module of a root; false where what it is for does not travel the way that root does."""
        key = schema_key(nested.target)
        is_component = key in self._schemas.document.schemas
        face = self._schemas.faces.declared(key, root.face) if is_component else root.face
        target = self._places.get((key[1:], face))
        if target is None:
            return self._alias_inline(root, nested)
        has_name = target.is_root or target.wanted_name or target.key in self._wanted
        if target.owner == root.key and not has_name:
            self._wanted[target.key] = nested.name
        else:
            self._alias(root, nested, provisional(target.key))
        return True

    def _alias_inline(self, root: Draft, nested: NestedName) -> bool:
        """A name for a type that is written out wherever it is used, such as a union inside of a component."""
        schema = find_schema(self._schemas.document, nested.target)
        faces = self._directions.faces.get(enclosing_component(schema_key(nested.target)), frozenset())
        if schema is None or root.face not in faces:
            return False
        self._alias(root, nested, self._conversion.convert(schema, scope_of(root).at(nested.name)))
        return True

    def _alias(self, root: Draft, nested: NestedName, type: TypeExpr) -> None:
        alias = Draft(
            key=f"{root.key} {nested.name}",
            face=root.face,
            owner=root.key,
            location=nested.location,
            wanted_name=nested.name,
            type=type,
        )
        self._drafting.add(alias)

    def finished(self) -> Drafts:
        """All drafts under these names, and the aliases."""
        by_key = self._drafts.by_key
        renamed = [replace(by_key[key], wanted_name=name) for key, name in self._wanted.items()]
        return self._drafts.with_changed(renamed) | self._drafting.finished()


def _with_requests(module: str) -> tuple[str, str]:
    """A types module and the one of its request types."""
    package, _, name = module.rpartition(".")
    if package == SHARED_PACKAGE[0]:
        return module, f"{SHARED_PARAMS_PACKAGE[0]}.{name}"
    return module, f"{module}_param"
