"""A command-line client of the API: `python -m PACKAGE.cli RESOURCE METHOD --ARGUMENT VALUE`, JSON out.

The generated module needs click. Credentials and the base URL come from the environment, as the client has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.ir.operations import FormBody, JsonBody, WholeBody
from generator.ir.types import LiteralOf, Nullable, Primitive, PrimitiveKind, TypeExpr
from generator.plugins import Operation, Package, all_resources, string

PROGRAM = '''"""The API on the command line: each method is a command, each argument an option; answers are JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import click

from . import {client}, {error}

COMMANDS: tuple[tuple[tuple[str, ...], str, tuple[tuple[str, str, bool], ...]], ...] = (
{commands}
)
"""Each method's path, what it does, and its arguments: name, kind of value, whether it must be given."""


def _value(kind: str, text: str) -> Any:
    """Return what an option says: text, the content of a file, or a value in JSON (text where it is none)."""
    if kind == "text":
        return text
    if kind == "file":
        with open(text, "rb") as file:
            return (file.name, file.read())
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    return value.to_dict(mode="json") if hasattr(value, "to_dict") else str(value)


def _say(value: Any) -> None:
    click.echo(json.dumps(value, default=_plain, ensure_ascii=False))


def _show(answer: Any) -> None:
    """Print an answer: a line for each item of pages and each event of a stream, and the bytes of a file."""
    if answer is None:
        return
    if hasattr(answer, "get_next_page") or hasattr(answer, "__next__"):
        for item in answer:
            _say(item)
    elif hasattr(answer, "iter_bytes"):
        sys.stdout.buffer.write(answer.read())
    else:
        _say(answer)


def _caller(path: tuple[str, ...], kinds: dict[str, str]) -> Callable[..., None]:
    """Return what a command does."""

    @click.pass_obj
    def call(client: {client}, /, **given: str | None) -> None:
        method: Any = client
        for name in path:
            method = getattr(method, name)
        try:
            _show(method(**{{name: _value(kinds[name], text) for name, text in given.items() if text is not None}}))
        except {error} as error:
            raise click.ClickException(str(error)) from error

    return call


@click.group()
@click.option("--base-url", help="Where requests go.")
@click.pass_context
def main(context: click.Context, base_url: str | None) -> None:
    """Call the API."""
    context.obj = {client}(base_url=base_url)


def _group(path: tuple[str, ...]) -> click.Group:
    group: click.Group = main
    for name in path:
        found = group.commands.get(name)
        if not isinstance(found, click.Group):
            found = click.Group(name)
            group.add_command(found)
        group = found
    return group


for _path, _doc, _arguments in COMMANDS:
    _options = [
        click.Option([f"--{{name.strip('_').replace('_', '-')}}", name], required=required, metavar=kind.upper())
        for name, kind, required in _arguments
        if name.strip("_") != "help"
    ]
    _run = _caller(_path, {{name: kind for name, kind, _ in _arguments}})
    _group(_path[:-1]).add_command(click.Command(_path[-1], callback=_run, params=[*_options], help=_doc))

if __name__ == "__main__":
    main()
'''


def files(package: Package) -> Mapping[str, str]:
    """Add the module `cli` to the package."""
    commands = "\n".join(_commands(package))
    text = PROGRAM.format(client=package.client.class_name, error=package.client.error_name, commands=commands)
    return {f"{package.name}/cli.py": text}


def _commands(package: Package) -> Iterator[str]:
    yield from (_command((), operation) for operation in package.client_operations if operation.successor is None)
    for resource in all_resources(package.resources):
        yield from (_command(resource.path, o) for o in resource.operations if o.successor is None)


def _command(path: tuple[str, ...], operation: Operation) -> str:
    names = "".join(f"{string(name)}, " for name in (*path, operation.name))
    arguments = "".join(
        f"({string(name)}, {string(kind)}, {required}), " for name, kind, required in _arguments(operation)
    )
    return f"    (({names}), {string(operation.summary or operation.doc)}, ({arguments})),"


def _arguments(operation: Operation) -> Iterator[tuple[str, str, bool]]:
    for parameter in operation.parameters:
        yield parameter.name, _kind(parameter.type), parameter.required
    match operation.body:
        case JsonBody() | FormBody() as body:
            yield from ((field.name, _kind(field.type), field.required and body.required) for field in body.fields)
        case WholeBody() as body:
            yield body.name, _kind(body.type), body.required
        case None:
            pass


def _kind(type: TypeExpr) -> str:
    """How the value of an argument is written on the command line."""
    match type:
        case Nullable():
            return _kind(type.inner)
        case Primitive(kind=PrimitiveKind.FILE | PrimitiveKind.CONTENT):
            return "file"
        case Primitive(kind=PrimitiveKind.INTEGER | PrimitiveKind.NUMBER | PrimitiveKind.BOOLEAN | PrimitiveKind.NULL):
            return "json"
        case Primitive():
            return "text"
        case LiteralOf(values=values) if all(isinstance(value, str) for value in values):
            return "text"
        case _:
            return "json"
