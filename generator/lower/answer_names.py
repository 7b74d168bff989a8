"""Answers under the names of the methods that give them, where the config asks for that.

A component that a method answers with, and that the config does not name, is called `<Resource><Method>Response`. Where
several methods answer with it, the first has the component itself, and each of the others a type with the same fields:
what is handed out as the answer of one method is not taken for that of another. The own name of the component is a
second name of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.config.model import Config
from generator.ir import operations as ir
from generator.ir.operations import JsonResponse, Response, ResponseByStatus, SingleResponse, json_types, result_type
from generator.ir.types import Named, Nullable, Primitive, PrimitiveKind, TypeExpr, named
from generator.lower.calls import Call
from generator.lower.drafts import Draft, Drafts, Tag, drafts_of, provisional, root_draft
from generator.lower.faces import Face
from generator.lower.operations import Operations
from generator.lower.type_names import TypeName
from generator.values import replace


def name_answers(components: Drafts, operations: Operations, config: Config) -> tuple[Drafts, Operations]:
    """The components and the operations, where answers are called after methods if the config wants that."""
    if not config.names_answers_by_method:
        return components, operations
    naming = _Naming(components, operations)
    for call, operation in operations.by_call:
        naming.name(call, operation)
    return naming.components(), naming.operations()


def answer_name(call: Call) -> TypeName:
    """What the answer of a method is called after it, or after the method that it is a second name for."""
    call = call.of or call
    return TypeName(f"{call.stem}Response", call.package)


class _Naming:
    """Collects the drafts that get other names, and those that there are beside them."""

    def __init__(self, components: Drafts, operations: Operations) -> None:
        self._components = components
        self._operations = operations
        every = (*components.by_key.values(), *operations.drafts.by_key.values())
        self._chosen = {(draft.wanted_name, draft.package) for draft in every if draft.chosen}
        self._renamed: dict[str, Draft] = {}
        self._made: dict[str, Draft] = {}
        self._pages: dict[str, Draft] = {}
        self._tags: list[Tag] = []
        self._by_call: list[tuple[Call, ir.Operation]] = []

    def name(self, call: Call, operation: ir.Operation) -> None:
        """Name what one method answers with."""
        given: dict[TypeExpr, TypeExpr] = {}
        for type in _answers(operation):
            draft = self._components.by_key.get(type.name)
            if draft is not None and draft.component and not draft.chosen and draft.face is Face.RESPONSE:
                given[type] = provisional(self._named(draft, answer_name(call)))
        if operation.page is not None:
            self._call_page(call, operation)
        elif is_scalar(result_type(operation.response)):
            self._call_scalar(call, operation)
        self._by_call.append((call, _with_answers(operation, given) if given else operation))

    def _named(self, draft: Draft, said: TypeName) -> str:
        """The key of the draft that is called so: the component's own, or that of another like it. What the config
        calls so leaves a component its own name."""
        if (said.name, said.package) == (draft.wanted_name, draft.package) or (said.name, said.package) in self._chosen:
            return draft.key
        if draft.fields is not None and draft.key not in self._renamed:
            self._renamed[draft.key] = replace(draft, wanted_name=said.name, package=said.package, after_method=True)
            return draft.key
        first = self._renamed.get(draft.key, draft)
        if (said.name, said.package) == (first.wanted_name, first.package):
            return draft.key
        key = f"{draft.key} as {'.'.join((*said.package, said.name))}"
        if key not in self._made:
            self._made[key] = self._like(draft, key, said)
            self._tags += [replace(tag, variant=key) for tag in self._components.tags if tag.variant == draft.key]
        return key

    def _like(self, draft: Draft, key: str, said: TypeName) -> Draft:
        """A draft with the contents of another; there are no two classes of one enum."""
        made = replace(
            draft, key=key, owner=key, wanted_name=said.name, package=said.package, component="", after_method=True
        )
        return replace(made, type=provisional(draft.key), is_enum=False) if draft.is_enum else made

    def _call_scalar(self, call: Call, operation: ir.Operation) -> None:
        """Add a name for a plain value, which methods return as such."""
        said = answer_name(call)
        key = f"scalar answer {'.'.join((*said.package, said.name))}"
        draft = root_draft(key, Face.RESPONSE, said, operation.location, type=result_type(operation.response))
        self._made.setdefault(key, replace(draft, after_method=True))

    def _call_page(self, call: Call, operation: ir.Operation) -> None:
        """Leave the name of the answer to the items of pages, where the whole is written inline, too."""
        said = answer_name(call)
        for whole in named(json_types(operation.response)):
            draft = self._operations.drafts.by_key.get(whole.name)
            if draft is not None and (draft.wanted_name, draft.package) == (said.name, said.package):
                self._pages[draft.key] = replace(draft, wanted_name=f"{call.stem}Page")

    def components(self) -> Drafts:
        """The components, those among them that have other names under these."""
        return self._components.with_changed(self._renamed.values())

    def operations(self) -> Operations:
        """The operations with what they answer, and all drafts beside the components."""
        drafts = self._operations.drafts.with_changed(self._pages.values())
        after_methods = (replace(draft, after_method=True) for draft in drafts.by_key.values() if draft.is_root)
        made = drafts_of((*self._made.values(), *self._own_names()), tuple(self._tags))
        return Operations(tuple(self._by_call), drafts.with_changed(after_methods) | made)

    def _own_names(self) -> Iterator[Draft]:
        """The names that components would have, as second ones, unless something else is called so."""
        every = (*self.components().by_key.values(), *self._operations.drafts.by_key.values(), *self._made.values())
        taken = {(draft.wanted_name, draft.package) for draft in every if draft.is_root}
        for key in self._renamed:
            own = self._components.by_key[key]
            if (own.wanted_name, own.package) not in taken:
                said = TypeName(own.wanted_name, own.package)
                yield root_draft(
                    f"{key} under its own name", own.face, said, own.location, doc=own.doc, type=provisional(key)
                )


def is_scalar(type: TypeExpr | None) -> bool:
    """Whether a type is that of plain values."""
    return isinstance(type, Primitive) and type.kind is not PrimitiveKind.NULL


def _answers(operation: ir.Operation) -> Iterator[Named]:
    """The declarations that an operation answers with: the result, or what a page is made of."""
    types = json_types(operation.response) if operation.page is None else (operation.page.item,)
    for type in types:
        inner = type.inner if isinstance(type, Nullable) else type
        if isinstance(inner, Named):
            yield inner


def _with_answers(operation: ir.Operation, given: Mapping[TypeExpr, TypeExpr]) -> ir.Operation:
    """The operation with these types in place of those that it had; also as events, where these are no others."""
    page, stream = operation.page, operation.stream
    return replace(
        operation,
        response=_exchanged_response(operation.response, given) if page is None else operation.response,
        page=replace(page, item=_exchanged(page.item, given)) if page is not None else None,
        stream=replace(stream, event=_exchanged(stream.event, given)) if stream is not None else None,
    )


def _exchanged_response(response: Response, given: Mapping[TypeExpr, TypeExpr]) -> Response:
    match response:
        case ResponseByStatus(answers=answers):
            exchanged = (replace(a, response=_exchanged_single(a.response, given)) for a in answers)
            return ResponseByStatus(answers=tuple(exchanged))
        case single:
            return _exchanged_single(single, given)


def _exchanged_single(response: SingleResponse, given: Mapping[TypeExpr, TypeExpr]) -> SingleResponse:
    return replace(response, type=_exchanged(response.type, given)) if isinstance(response, JsonResponse) else response


def _exchanged(type: TypeExpr, given: Mapping[TypeExpr, TypeExpr]) -> TypeExpr:
    if isinstance(type, Nullable):
        return Nullable(inner=_exchanged(type.inner, given))
    return given.get(type, type)
