"""The tree of resources: its methods, its models, and what is left out for Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.config.model import (
    AliasMethod,
    HttpMethod,
    MethodConfig,
    ModelAlias,
    ModelConfig,
    ResourceConfig,
    StreamConfig,
    UnspecifiedOperation,
    Verb,
    WebhookUnwrapMethod,
)
from generator.config.section import Section
from generator.ledger import Ledger
from generator.values import Mutable, field

_CLIENT: Final = "$client"
_LANGUAGE: Final = "python"
_JSON_PATH_STEP: Final = re.compile(r"""\.([\w-]+)|\."([^"]+)"|\[(?:'([^']+)'|"([^"]+)"|(\d+))\]""")
_PLAIN_JSON_PATH: Final = re.compile(rf"\$(?:{_JSON_PATH_STEP.pattern})+")
_JMES_PATH: Final = re.compile(r"(?:components|paths|webhooks)\b\.")


class Tree(Mutable):
    """Everything that the resources of a file hold, in the file's order."""

    resources: list[ResourceConfig] = field(default_factory=list)
    methods: list[MethodConfig] = field(default_factory=list)
    models: list[ModelConfig | ModelAlias] = field(default_factory=list)
    left_out: list[UnspecifiedOperation] = field(default_factory=list)


def read_resources(section: Section, key: str, tree: Tree, ledger: Ledger, above: tuple[str, ...] = ()) -> None:
    """Read the resources under a key and, nested, their subresources into the tree."""
    for name, resource in section.sections(key):
        if not _wanted(resource):
            tree.left_out += _left_out(resource, whole=True)
            continue
        tree.left_out += _left_out(resource, whole=False)
        path = above if name == _CLIENT else (*above, name)
        tree.resources.append(
            ResourceConfig(
                path=path,
                location=resource.location(),
                description=resource.text("description"),
                deprecated=deprecation(resource),
            )
        )
        tree.methods += _methods(resource, path)
        tree.models += _models(resource, path, ledger)
        read_resources(resource, "subresources", tree, ledger, path)


def split_operation(text: str) -> tuple[Verb, str]:
    """`GET  /pets` as verb and path."""
    verb, path = text.split(maxsplit=1)
    return verb.lower(), path.strip()


def seconds(value: str | float | None) -> float | None:
    """A duration: a number of milliseconds, or ISO 8601."""
    if not isinstance(value, str):
        return None if value is None else value / 1000
    total = 0.0
    for number, unit in re.findall(r"([\d.]+)([DHMS])", value):
        total += float(number) * {"D": 86400, "H": 3600, "M": 60, "S": 1}[unit]
    return total


def deprecation(section: Section) -> str | None:
    """The text that says what to use instead of a deprecated thing; it may be given per language."""
    said = section["deprecated"]
    if isinstance(said, dict):
        said = said.get(_LANGUAGE) or said.get("default")
    if said is True:
        return "deprecated"
    return said or None


def _wanted(section: Section) -> bool:
    skip, only = section["skip"], section["only"]
    if skip is True or (isinstance(skip, list) and _LANGUAGE in skip):
        return False
    return only is None or _LANGUAGE in only


def _left_out(resource: Section, *, whole: bool) -> Iterator[UnspecifiedOperation]:
    """The operations of methods that are for other languages; of a resource as a `whole`, all that it has."""
    methods = resource.section("methods")
    for name in methods:
        short = isinstance(methods[name], str)
        if whole or not (short or _wanted(methods.section(name))):
            endpoint = methods[name] if short else methods.section(name).text("endpoint")
            if endpoint is not None:
                verb, path = split_operation(endpoint)
                yield UnspecifiedOperation(verb=verb, path=path, location=methods.location(name))
    if whole:
        for _, inner in resource.sections("subresources"):
            yield from _left_out(inner, whole=True)


def _methods(resource: Section, path: tuple[str, ...]) -> Iterator[MethodConfig]:
    methods = resource.section("methods")
    for name in methods:
        said = methods[name]
        if isinstance(said, str):
            verb, operation_path = split_operation(said)
            location = methods.location(name)
            yield HttpMethod(resource=path, name=name, verb=verb, path=operation_path, location=location)
        elif _wanted(method := methods.section(name)):
            yield _method(path, name, method)


def _method(path: tuple[str, ...], name: str, method: Section) -> MethodConfig:
    location = method.location()
    if method["type"] == "alias":
        return AliasMethod(resource=path, name=name, to=method["to"], location=location, deprecated=deprecation(method))
    if method["type"] == "webhook_unwrap":
        return WebhookUnwrapMethod(
            resource=path,
            name=name,
            location=location,
            key_option=method.text("webhook_key_opt"),
            discriminator=method.text("discriminator"),
            deprecated=deprecation(method),
        )
    verb, operation_path = split_operation(method["endpoint"])
    options = method.section("default_request_options")
    return HttpMethod(
        resource=path,
        name=name,
        verb=verb,
        path=operation_path,
        location=location,
        paginated=method["paginated"],
        streaming=_streaming(method),
        unwrap_response=method["unwrap_response"],
        body_param_name=method.text("body_param_name"),
        positional_params=None if method["positional_params"] is None else method.texts("positional_params"),
        deprecated=deprecation(method),
        timeout=seconds(options["timeout"]),
        max_retries=options.integer("max_retries"),
    )


def _streaming(method: Section) -> StreamConfig | None:
    if method["streaming"] is None:
        return None
    section = method.section("streaming")
    return StreamConfig(
        parameter=section.text("param_discriminator"),
        event=section.text("stream_event_model"),
        location=section.location(),
        params_name=section.text("params_type_name"),
    )


def _models(resource: Section, path: tuple[str, ...], ledger: Ledger) -> Iterator[ModelConfig | ModelAlias]:
    models = resource.section("models")
    for name in models:
        said = models[name]
        location, same = models.location(name), False
        if isinstance(said, str):
            uri = said
        elif not _wanted(model := models.section(name)):
            continue
        elif model["type"] == "alias":
            text = deprecation(model)
            yield ModelAlias(resource=path, name=name, to=model["to"], location=location, deprecated=text)
            continue
        else:
            uri, same = model["openapi_uri"], bool(model["no_params_suffix"])
        target = _target(uri)
        if target is None:
            reason = "a schema is found by its name, a JSON pointer, or a path of plain steps"
            ledger.dropped("config key", f"{'.'.join(path)}.models.{name}", reason, location)
        else:
            yield ModelConfig(resource=path, name=name, target=target, location=location, same_in_requests=same)


def _target(uri: str) -> str | None:
    """A schema's name or pointer; a path of plain steps is turned into a pointer, any other query is not followed."""
    if _JMES_PATH.match(uri):  # JMESPath leaves out the root
        uri = f"$.{uri}"
    if not uri.startswith("$"):
        return uri
    if not _PLAIN_JSON_PATH.fullmatch(uri):
        return None
    steps = ("".join(step) for step in _JSON_PATH_STEP.findall(uri))
    return "#/" + "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
