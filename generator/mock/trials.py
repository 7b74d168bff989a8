"""Values for calls of each method, made by the mock's engine of what the document says, so that the mock takes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.ir.contract import Contract
from generator.ir.operations import Operation, WholeBody, argument_origins
from generator.ir.package import Client, Package, methods_of
from generator.ir.trials import Trial, TrialValue, Untried
from generator.mock.engine import engine_module

Origin = tuple[str, ...]
_Made = dict[Origin, Any]
_SEVERAL: Final = 2
"""How many items an array has where its style shows how they are told apart."""
_BODY: Final = ("body",)
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_EMPTY: Final[tuple[object, ...]] = ("", [], {})
_FIRST_PAGES: Final = {"offset": 0, "page_number": 1}


def trials(package: Package, contract: Contract) -> Iterator[Trial | Untried]:
    """A trial of each method of a package, or why there is none."""
    maker = _Maker(package.client, contract)
    for resource, operation in methods_of(package):
        yield maker.trial(resource, operation)


class _Maker:
    def __init__(self, client: Client, contract: Contract) -> None:
        table = json.loads(json.dumps(contract.table))
        self._by_name = {name: operation for operation in table["operations"] for name in operation["names"]}
        self._first_of_shape = {_shape(operation): operation["id"] for operation in reversed(table["operations"])}
        self._own = dict(_of_client(client))
        schemas = engine_module("_schemas")
        self._schemas, self._at = schemas.Schemas(table["schemas"]), schemas.At
        values = engine_module("_values")
        self._endless: type[Exception] = values.EndlessError
        self._values, self._lists = (
            values.Values(self._schemas, direction="request", complete=False, items=items, text=_text)
            for items in (1, _SEVERAL)
        )
        self._answers = values.Values(self._schemas, direction="response")

    def trial(self, resource: tuple[str, ...], operation: Operation) -> Trial | Untried:
        """Values for calls of a method."""
        described = self._by_name[".".join((*resource, operation.name))]
        reason = self._unanswerable(described)
        if reason is not None:
            return Untried(resource=resource, method=operation.name, reason=reason)
        try:
            required, every = self._made(operation, described)
        except self._endless:
            reason = "no value of what it must be given is found"
            return Untried(resource=resource, method=operation.name, reason=reason)
        required, every = (self._from_the_start(values, described) for values in (required, every))
        origins = [origin for origin, _ in argument_origins(operation)]
        return Trial(
            resource=resource,
            method=operation.name,
            required=_written(required),
            every=_written(every),
            fixed=_written(self._fixed(operation, described)),
            alone=tuple(origin for origin in origins if origin not in every),
        )

    def _unanswerable(self, described: Mapping[str, Any]) -> str | None:
        """Why the mock has no answer of success for an operation; None where it has."""
        first = self._first_of_shape[_shape(described)]
        if first != described["id"]:
            return f"requests for it are taken for those for {first}, whose path is the same"
        responses = described.get("responses", {})
        status = next((key for key in sorted(responses) if key[:1] == "2" or key == "default"), None)
        if status is None and responses:
            return "the document has no answer of success"
        for media in () if status is None else responses[status].get("content", {}).values():
            schema = media.get("schema", True)
            given = (media.get("examples") or {}).values()
            if not any(self._schemas.fits(schema, one, "response") for one in given) and not self._has_answer(schema):
                return "no value of its answer is found"
        return None

    def _has_answer(self, schema: Any) -> bool:
        """Whether an answer can be made; one that several alternatives fit, where but one should, is good enough."""
        try:
            made = self._answers.of(schema)
        except self._endless:
            return False
        departures = self._schemas.departures(schema, made, self._at("response"))
        return all(departure.rule == "oneOf" for departure in departures)

    def _made(self, operation: Operation, described: Mapping[str, Any]) -> tuple[_Made, _Made]:
        required: _Made = {}
        every: _Made = {}
        for parameter in described.get("parameters", ()):
            origin = (parameter["in"], parameter["name"])
            try:
                made = self._of_parameter(parameter, ".".join(origin))
            except self._endless:
                if parameter.get("required"):
                    raise
                continue
            every[origin] = self._apart(parameter.get("schema", True), made, every)
            if parameter.get("required"):
                required[origin] = every[origin]
        if operation.body is not None:
            body, whole = self._bodies(operation, described)
            required |= body
            every |= whole
        return required, every

    def _of_parameter(self, parameter: Mapping[str, Any], key: str) -> Any:
        """A value of a parameter; what stands in a path is never empty."""
        schema = parameter.get("schema", True)
        made = self._lists.of(schema, key)
        if parameter["in"] == "path" and made in _EMPTY:
            made = self._lists.of({"allOf": [schema, {"minLength": 1, "minItems": 1, "minProperties": 1}]}, key)
            if made in _EMPTY:
                raise self._endless
        return made

    def _from_the_start(self, values: _Made, described: Mapping[str, Any]) -> _Made:
        """The values, with the first page of a list where pages are counted."""
        paging = described.get("page", {})
        first = _FIRST_PAGES.get(paging.get("kind"))
        return {o: first if first is not None and o[-1] == paging["param"] else value for o, value in values.items()}

    def _apart(self, schema: Any, made: Any, others: Mapping[Origin, Any]) -> Any:
        """A number that none of the others is, so that it shows where one takes the place of another; of a list, items
        that differ."""
        if isinstance(made, list) and all(type(item) is int for item in made):
            apart = [item + index for index, item in enumerate(made)]
            return apart if self._schemas.fits(schema, apart, "request") else made
        if type(made) is not int:
            return made
        taken = {other for other in others.values() if type(other) is int}
        candidates = (made + step for step in range(len(taken) + 1) if made + step not in taken)
        return next((n for n in candidates if self._schemas.fits(schema, n, "request")), made)

    def _bodies(self, operation: Operation, described: Mapping[str, Any]) -> tuple[_Made, _Made]:
        """The values of the body: those that it must have, if it must be there, and as many as go together."""
        assert operation.body is not None
        content = _content(described["body"]["content"], operation.body.media_type)
        schema = content.get("schema", True)
        is_form = "members" in content
        values = self._lists if is_form else self._values
        must_be = operation.body.required or described["body"].get("required", False)
        if isinstance(operation.body, WholeBody):
            whole: _Made = {_BODY: self._fitting(values, schema)}
            return (whole if must_be else {}), whole
        least = {} if self._schemas.fits(schema, {}, "request") else self._fitting(values, schema)
        least = least if isinstance(least, dict) else {}
        named = self._schemas.property_schemas(schema)
        others = {field.wire_name for field in operation.body.fields} - least.keys()
        further = self._further(values, {name: inner for name, inner in named.items() if name in others})
        most = self._together(schema, least, further)
        return _members(least if must_be else {}), _members(most)

    def _fitting(self, values: Any, schema: Any) -> Any:
        made = values.of(schema, "body")
        if not self._schemas.fits(schema, made, "request"):
            raise self._endless
        return made

    def _further(self, values: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, schema in schemas.items():
            try:
                value = values.of(schema, f"body.{name}")
            except self._endless:
                continue
            made[name] = self._apart(schema, value, {(other,): v for other, v in made.items()})
        return made

    def _together(self, schema: Any, least: dict[str, Any], further: Mapping[str, Any]) -> dict[str, Any]:
        """As many members as go together."""
        if self._schemas.fits(schema, {**least, **further}, "request"):
            return {**least, **further}
        found = least
        for name, value in further.items():
            if self._schemas.fits(schema, {**found, name: value}, "request"):
                found = {**found, name: value}
        return found

    def _fixed(self, operation: Operation, described: Mapping[str, Any]) -> dict[Origin, Any]:
        """What the client sends by itself among the parameters that the document names."""
        arguments = {origin for origin, _ in argument_origins(operation)}
        sent = self._own | {("header", name.lower()): value for name, value in operation.headers}
        found: _Made = {}
        for parameter in described.get("parameters", ()):
            place, name = parameter["in"], parameter["name"]
            known = (place, name.lower() if place == "header" else name)
            if (place, name) not in arguments and known in sent:
                found[place, name] = sent[known]
        return found


def _of_client(client: Client) -> Iterator[tuple[Origin, str]]:
    """What a client sends with each call, whose options are called what they are given."""
    for name, value in client.default_headers:
        yield ("header", name.lower()), value
    for scheme in client.schemes:
        if scheme.kind.value in ("header", "query", "cookie"):
            name = scheme.parameter.lower() if scheme.kind.value == "header" else scheme.parameter
            yield (scheme.kind.value, name), scheme.options[0]


def _text(key: str) -> str:
    """What a text is at a place: called after that; in a path something that has to be encoded there."""
    pieces = key.split(".")
    named = [piece for piece in pieces if not piece.isdigit()]
    number = pieces[-1] if pieces[-1].isdigit() and pieces[-1] != "0" else ""
    return f"{named[-1]}{number} a/b" if named[0] == "path" else f"{named[-1]}{number}"


def _shape(described: Mapping[str, Any]) -> tuple[str, str]:
    """What paths have in common that differ in the names of their parameters alone."""
    return described["method"], _PLACEHOLDER.sub("{}", described["path"])


def _content(content: Mapping[str, Any], media_type: str) -> Mapping[str, Any]:
    """What is said of a media type."""
    bare = {name.partition(";")[0].strip().lower(): said for name, said in content.items()}
    found = content.get(media_type, bare.get(media_type.partition(";")[0].strip().lower()))
    if found is None:
        found = next(iter(content.values()))
    assert isinstance(found, Mapping)
    return found


def _members(body: Mapping[str, Any]) -> _Made:
    return {("body", name): value for name, value in body.items()}


def _written(values: Mapping[Origin, Any]) -> tuple[TrialValue, ...]:
    return tuple(TrialValue(origin=origin, json=json.dumps(value)) for origin, value in values.items())
