"""The calls that the README shows because the config says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from generator.ir.declarations import ObjectModel
from generator.ir.operations import JsonResponse
from generator.ir.package import GivenValue, Package, ShownCall
from generator.ir.types import Named
from generator.python.code import Code
from generator.python.identifiers import snake_case
from generator.render.arguments import Argument, arguments
from generator.render.docs.layout import lay_out
from generator.render.docs.samples import Method, SampleKind, Samples, Wanted, methods
from generator.values import Value

_HEADLINES: Final = ("headline", "default")
"""The examples that introduce the package, the better one first."""
_TITLES: Final = {
    "pagination": "Pages",
    "streaming": "Streams",
    "raw_response": "Raw responses",
    "nested_params": "Nested arguments",
    "file_uploads": "Files",
}
_RECEIVERS: Final = {
    "retries": Code("client.with_options(max_retries=5)"),
    "timeouts": Code("client.with_options(timeout=20.0)"),
    "default_headers": Code('client.with_options(default_headers={"X-Example": "1"})'),
}


class ShownSample(Value, kw_only=True):
    """A sample with what it is an example of, which is still text of the config."""

    topic: str
    code: Code


def unfitting(package: Package) -> Iterator[tuple[str, GivenValue | ShownCall]]:
    """What the calls of a package are shown without, and why."""
    if package.shown_calls:  # few configs have any, and there is much to find out before they can be judged
        yield from ShownCalls(package).unfitting()


class ShownCalls:
    """Finds the methods that are to be called, and fits the values to their arguments."""

    def __init__(self, package: Package) -> None:
        self._samples = Samples(package)
        self._models = {(d.module, d.name): d for d in package.declarations if isinstance(d, ObjectModel)}
        by_key = {method.key: method for method in methods(package)}
        self._calls = {
            call.topic: (call, by_key[call.resource, call.method])
            for call in package.shown_calls
            if (call.resource, call.method) in by_key
        }

    def introduction(self) -> tuple[Code, ...]:
        """The call that introduces the package, sync and async; nothing where the config has none."""
        topic = next((topic for topic in _HEADLINES if topic in self._calls), None)
        if topic is None:
            return ()
        call, method = self._calls[topic]
        wanted = self._wanted(call, method)
        return (
            self._samples.program(self._samples.statements(method, _kind(topic, method), wanted=wanted)),
            self._samples.program(
                self._samples.statements(method, SampleKind.ASYNC, indent=4, wanted=wanted), is_async=True
            ),
        )

    def further(self) -> Iterator[ShownSample]:
        """The other calls, in the order of the config."""
        for topic, (call, method) in self._calls.items():
            if topic not in _HEADLINES:
                title = _TITLES.get(topic) or topic.replace("_", " ").capitalize()
                yield ShownSample(topic=title, code=self._code(topic, call, method))

    def unfitting(self) -> Iterator[tuple[str, GivenValue | ShownCall]]:
        """What calls are shown without, and why."""
        for call, method in self._calls.values():
            wanted = self._wanted(call, method)
            for value in call.given:
                argument = _argument(method, value.name)
                if argument is None:
                    yield f'`{value.name}` is no argument of "{".".join((*call.resource, call.method))}"', value
                elif self._samples.wanted(argument, wanted.given) is None:
                    yield f"`{value.name}` has a value of another type", value
            if call.printed and wanted.printed is None:
                yield f"the answer has no `{call.printed}` to be printed", call

    def _code(self, topic: str, call: ShownCall, method: Method) -> Code:
        samples, wanted = self._samples, self._wanted(call, method, topic)
        if topic == "raw_response":
            raw = lay_out(samples.raw_call(method, wanted), before="response = ")
            return samples.program(Code(f"{raw}\nprint(response.headers)"))
        if topic == "errors":
            attempt = samples.statements(method, SampleKind.SYNC, indent=4, wanted=wanted)
            handled = Code(f"try:\n{attempt}\nexcept APIError as error:\n    print(error)")
            return samples.program(handled, imported=("APIError",))
        return samples.program(samples.statements(method, _kind(topic, method), wanted=wanted))

    def _wanted(self, call: ShownCall, method: Method, topic: str = "") -> Wanted:
        found = ((_argument(method, value.name), value) for value in call.given)
        given = {argument.name: json.loads(value.json) for argument, value in found if argument is not None}
        return Wanted(
            given=given,
            variable=snake_case(call.variable) if call.variable else None,
            printed=self._field(method, call.printed) if call.printed else None,
            receiver=_RECEIVERS.get(topic, Wanted().receiver),
        )

    def _field(self, method: Method, wanted: str) -> str | None:
        response = method.operation.response
        if not isinstance(response, JsonResponse) or not isinstance(response.type, Named):
            return None
        model = self._models.get((response.type.module, response.type.name))
        fields = model.fields if model is not None else ()
        return next((field.name for field in fields if wanted in (field.name, field.wire_name)), None)


def _argument(method: Method, key: str) -> Argument | None:
    """The argument that goes by a name: its own, that of the wire, or either in another case."""
    found = arguments(method.operation)
    exact = next((argument for argument in found if key in (argument.name, argument.wire_name)), None)
    return exact or next((a for a in found if snake_case(key) in (a.name, snake_case(a.wire_name))), None)


def _kind(topic: str, method: Method) -> SampleKind:
    """Streams are asked for where one is to be shown."""
    stream = method.operation.stream
    can_stream = topic == "streaming" and stream is not None and stream.parameter is not None
    return SampleKind.SYNC_STREAM if can_stream else SampleKind.SYNC
