"""Tests of the methods of a resource: the view of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.ir.operations import JsonResponse, Operation, result_type
from generator.ir.trials import Trial
from generator.ir.types import TypeExpr
from generator.methods import http_method
from generator.python.annotations import Face
from generator.python.code import Code
from generator.python.docstrings import docstring
from generator.python.identifiers import snake_case
from generator.python.imports import External, Import, Local
from generator.python.literals import name, string
from generator.render.docs.layout import Expression, Group, lay_out
from generator.render.scope import ModuleScope
from generator.render.tests.calls import Calls, MadeCall

_CHECKED = Local("conftest", "Checked")
_PYTEST = External("pytest")
_OWN = ("checked", "client")


@dataclass(frozen=True, slots=True, kw_only=True)
class TestView:
    """A test: `statement` is laid out for where it stands."""

    name: Code
    doc: Code
    statement: Code
    is_deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceTestsView:
    """The file of a resource."""

    header: Code
    imports: tuple[Code, ...]
    tests: tuple[TestView, ...]
    has_deprecated: bool


def resource_tests(module: str, trials: Iterable[Trial], calls: Calls, header: Code) -> ResourceTestsView:
    """The tests of a resource, which has these trials."""
    return _Writer(module, calls).view(trials, header)


class _Writer:
    def __init__(self, module: str, calls: Calls) -> None:
        self._calls = calls
        self._package = calls.package
        self._sent = External(f"{self._package.name}.testing", "Sent")
        self._scope = ModuleScope(module, calls.annotator, _OWN)
        self._names: set[str] = set()

    def view(self, trials: Iterable[Trial], header: Code) -> ResourceTestsView:
        self._scope.use(_CHECKED)
        tests = tuple(test for trial in trials for test in self._tests(trial))
        deprecated = any(test.is_deprecated for test in tests)
        if deprecated:
            self._scope.use(_PYTEST)
        return ResourceTestsView(header=header, imports=self._imports(), tests=tests, has_deprecated=deprecated)

    def _imports(self) -> tuple[Code, ...]:
        """The imports; types come from where users have them."""
        instead: dict[Import, Import] = {}
        for own in self._scope.types().values():
            home = own.module if own in self._calls.private else own.module.rpartition(".")[0]
            types = f"{self._package.name}.types.{home}".rstrip(".")
            instead[Local(f"types.{own.module}", own.name)] = External(types, own.name)
        return self._scope.imports(instead)

    def _tests(self, trial: Trial) -> Iterator[TestView]:
        operation = self._calls.method(trial).operation
        required, every = self._calls.of(trial, trial.required), self._calls.of(trial, trial.every)
        if operation.stream is not None:
            asked = operation.stream.parameter
            given = None if asked is None else {asked: True}
            streamed = self._calls.of(trial, trial.required, given)
            if streamed is not None:
                yield self._test(operation, "as_stream" if asked else "", streamed, "stream", operation.stream.event)
            if asked is None:
                return
        if operation.cases is not None:
            for case in operation.cases.cases:
                value = case.values[0]
                made = self._calls.of(trial, trial.required, {operation.cases.argument: value})
                if made is not None:
                    yield self._test(operation, f"as_{snake_case(value)}", made, "", case.type)
        type = _result_of(operation)
        kind = "" if operation.page is None else "pages"
        if required is not None:
            yield self._test(operation, "", required, kind, type)
        if every is not None and every != required and operation.cases is None:
            yield self._test(operation, "with_all_arguments", every, kind, type)

    def _test(self, operation: Operation, how: str, made: MadeCall, kind: str, type: TypeExpr | None) -> TestView:
        deprecated = operation.deprecated is not None
        indent = 8 if deprecated else 4
        items: list[tuple[str, Expression]] = [("lambda client: ", made.call)]
        annotation = Code("bytes") if type is None else self._scope.annotation(type, Face.RESULT)
        items.append(("of=" if kind else "returns=", annotation))
        if made.sends:
            items.append(("sends=", Group(f"{self._scope.use(self._sent)}(", made.sends, ")")))
        response = operation.response
        if isinstance(response, JsonResponse) and response.unwrap is not None and not kind:
            items.append(("within=", string(response.unwrap)))
        opening = f"checked.{kind}(" if kind else "checked("
        return TestView(
            name=name(self._free(f"test_{operation.name}{f'_{how}' if how else ''}")),
            doc=docstring(f"{http_method(operation.verb)} {operation.path}", 4),
            statement=Code(lay_out(Group(opening, tuple(items), ")"), indent=indent).lstrip()),
            is_deprecated=deprecated,
        )

    def _free(self, wanted: str) -> str:
        while wanted in self._names:
            wanted += "_"
        self._names.add(wanted)
        return wanted


def _result_of(operation: Operation) -> TypeExpr | None:
    """What a method returns; None for bytes."""
    if operation.page is not None:
        return operation.page.item
    return result_type(operation.response)
