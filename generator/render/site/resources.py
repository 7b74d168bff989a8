"""The pages of resources: a part for each method."""

from __future__ import annotations

from generator.ir.package import Resource
from generator.ir.types import named
from generator.python.annotations import Annotator
from generator.python.code import Code
from generator.render.colours import coloured
from generator.render.docs.mentions import types_on_page
from generator.render.docs.resource_pages import (
    OperationView,
    ResourceView,
    Surroundings,
    resource_view,
    sync_signature,
)
from generator.render.docs.samples import Method, Sample, SampleKind
from generator.render.docs.site import relative, resource_page, resource_title
from generator.render.html import Html, code, target
from generator.render.markdown import NOTHING, Markdown, code_span, link
from generator.render.recipes import Given, Once
from generator.render.scope import ModuleScope
from generator.render.site.frame import Chrome, Frame, frame
from generator.render.site.guides import Program
from generator.render.site.types import FieldPart
from generator.values import Value, replace

_LABELS = {
    SampleKind.SYNC: Html("Sync"),
    SampleKind.ASYNC: Html("Async"),
    SampleKind.SYNC_STREAM: Html("Streamed"),
    SampleKind.ASYNC_STREAM: Html("Async streamed"),
    SampleKind.RAW: Html("Raw"),
    SampleKind.GUIDE: Html("Example"),
}


class MethodPart(Value, kw_only=True):
    """The part of one method. `signature` has links to its types."""

    anchor: Code
    said: OperationView
    signature: Html
    fields: tuple[FieldPart, ...]
    programs: tuple[Program, ...]


class ResourcePage(Value, kw_only=True):
    """The page of a resource: what its Markdown says, with the parts of methods."""

    frame: Frame
    said: ResourceView
    methods: tuple[MethodPart, ...]


def resource_page_view(path: str, given: Given, around: Once[Chrome]) -> ResourcePage:
    """The view of a page, from what its Markdown is made from."""
    resource, shown, surroundings = given.value
    surroundings = replace(surroundings, in_table=False)
    said = resource_view(resource, shown, surroundings)
    methods = tuple(
        _part(path, Method(resource.path, operation), view, own.samples, surroundings)
        for operation, view, own in zip(resource.operations, said.operations, shown, strict=True)
    )
    return ResourcePage(
        frame=frame(around.value, path, said.title, _above(path, resource)),
        said=said,
        methods=methods,
    )


def _above(path: str, resource: Resource) -> Markdown:
    """A link to the resource that this one is below; nothing for one of the client's own."""
    outer = resource.path[:-1]
    return link(code_span(resource_title(outer)), relative(path, resource_page(outer))) if outer else NOTHING


def _part(
    path: str, method: Method, said: OperationView, samples: tuple[Sample, ...], around: Surroundings
) -> MethodPart:
    anchor = Code(around.links.methods[method.key].partition("#")[2])
    return MethodPart(
        anchor=anchor,
        said=said,
        signature=_signature(path, method, around),
        fields=tuple(FieldPart(anchor=Code(f"{anchor}.{row.plain}"), said=row, opened=()) for row in said.rows),
        programs=tuple(Program(label=_LABELS[sample.kind], code=code(sample.code, "python")) for sample in samples),
    )


def _signature(path: str, method: Method, around: Surroundings) -> Html:
    scope = ModuleScope("docs", Annotator(), answers=around.answers)
    written = sync_signature(method, scope)
    mentioned = set(named(types_on_page(method.operation)))
    places = {name: around.links.types[type] for name, type in scope.types().items() if type in mentioned}
    links = {name: to for name, place in places.items() if (to := target(relative(path, place))) is not None}
    return Html(f'<pre><code tabindex="0">{coloured(written, "python", links)}</code></pre>')
