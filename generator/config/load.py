"""Reading the SDK config: YAML or JSON in, a typed `Config` out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from generator.config.additions import with_additions
from generator.config.casings import read_casings
from generator.config.check import INVALID, checked
from generator.config.extensions import read_extensions, read_module_client
from generator.config.model import (
    Config,
    EnumConfig,
    Environment,
    ErrorsConfig,
    ExampleRequest,
    ExtraConfig,
    FormatConfig,
    GuideConfig,
    HeadersConfig,
    License,
    LocatedText,
    MethodAnswer,
    OperationConfig,
    OptionAuth,
    OptionConfig,
    Organization,
    PaginationScheme,
    ResponseCaseConfig,
    ResponseCasesConfig,
    Retries,
    StreamConfig,
    StreamRuleConfig,
    UnspecifiedOperation,
)
from generator.config.pagination import read_scheme
from generator.config.parts import PartPattern, part_pattern
from generator.config.polling import read_polling
from generator.config.references import resolved
from generator.config.release import published_name, read_release
from generator.config.resources import Tree, read_resources, seconds, split_operation
from generator.config.section import Section
from generator.config.types import read_types
from generator.diagnostics import Diagnostics
from generator.document.load import load
from generator.document.model import OAuthFlow, SecurityRequirement, SecurityScheme
from generator.document.nodes import MapNode, Sources
from generator.document.transforms import Transform
from generator.ledger import Ledger
from generator.versioning import Bump, Raises, Versioning


def read_config(
    path: Path | None,
    *,
    sources: Sources,
    diagnostics: Diagnostics,
    ledger: Ledger,
    additions: Mapping[str, Any] | None = None,
) -> Config:
    """The config in a file; without one, a config that changes nothing. `additions` are entries on top of it.

    What the file says wrongly is reported and left out. Raises `UnusableInput` where no mapping can be read from it.
    """
    if path is None and not additions:
        return Config()
    written = (
        MapNode(sources.add("", ""))
        if path is None
        else load(str(path), sources=sources, diagnostics=diagnostics, ledger=ledger).root
    )
    said = with_additions(written, additions) if additions else written
    root = Section(checked(said, sources, diagnostics, ledger), "", sources)
    tree = Tree()
    read_resources(root, "resources", tree, ledger)
    client = root.section("client_settings")
    settings = root.section("settings")
    python = root.section("targets").section("python")
    query = root.section("query_settings") if root["query_settings"] is not None else None
    own = root.section("sdkgen")
    config = Config(
        organization=_organization(root.section("organization"), ledger),
        package_name=python.text("package_name"),
        project_name=python.text("project_name") or published_name(python),
        readme_title=python.text("readme_title"),
        release=read_release(python, root.section("codeflow")),
        environments=tuple(_environments(root.section("environments"))),
        options=tuple(_option(name, section, diagnostics) for name, section in client.sections("opts")),
        default_headers=tuple(_header_values(client.section("default_headers"))),
        env_prefix=client.text("default_env_prefix"),
        timeout=seconds(client["default_timeout"]),
        retries=_retries(client.section("default_retries")),
        max_retry_after=own["max_retry_after"],
        idempotency_header=client.section("idempotency").text("header"),
        always_idempotency_key=(own["idempotency_key"] or ("configured" if tree.methods else "always")) == "always",
        security=_security(root),
        security_schemes=tuple(_security_scheme(name, section) for name, section in root.sections("security_schemes")),
        pagination=None if root["pagination"] is None else tuple(_pagination(root, diagnostics, ledger)),
        conventional_pages=own["conventional_pages"],
        resources=tuple(tree.resources),
        methods=tuple(tree.methods),
        models=tuple(tree.models),
        array_format=query["array_format"] or "comma" if query else None,
        nested_format=query["nested_format"] or "brackets" if query else None,
        form_array_format=root.section("multipart_settings")["array_format"],
        license=_license(settings),
        file_header=settings.text("file_header") or "",
        unwrap_fields=settings.texts("unwrap_response_fields"),
        positional_path_params=settings["positional_params"] is not False,
        casings=read_casings(root),
        transforms=tuple(_transforms(root.section("openapi"))),
        unspecified=tuple(_unspecified(root)),
        left_out=tuple(tree.left_out),
        unlisted=own["unlisted"],
        titles=own.section("documents").texts("titles"),
        excerpts=own.section("documents").texts("excerpts"),
        operations=tuple(_operation(key, section) for key, section in own.sections("operations")),
        method_answers=tuple(_method_answers(own)),
        success_answers=own["success_answers"],
        declared_streams=own["declared_streams"],
        empty_bodies=bool(own["empty_bodies"]),
        headers=tuple(_resource_headers(name, section) for name, section in own.sections("headers")),
        polling=tuple(read_polling(own)),
        module_client=read_module_client(own),
        plain_raw_responses=own["raw_responses"] == "plain",
        resource_class_suffix="Resource" if own["resource_class_suffix"] is None else own["resource_class_suffix"],
        stream_rules=tuple(map(_stream_rule, root.section("streaming").items("on_event"))),
        example_requests=tuple(_example_requests(root.section("readme").section("example_requests"))),
        errors=_errors(own.section("errors")),
        guides=tuple(_guides(own)),
        extras=tuple(_extras(own)),
        types=read_types(own.section("types")),
        formats=tuple(_formats(own.section("formats"))),
        enums=tuple(_enums(own)),
        extensions=read_extensions(own.section("extensions")),
        parts=frozenset(own.texts("parts")),
        versioning=_versioning(own.section("bump"), diagnostics),
        include=tuple(_part(own, "include")),
        exclude=tuple(_part(own, "exclude")),
        templates=None if own.text("templates") is None else LocatedText(own["templates"], own.location("templates")),
        plugins=tuple(LocatedText(*plugin) for plugin in own.located_texts("plugins")),
    )
    return resolved(config, diagnostics)


def _example_requests(requests: Section) -> Iterator[ExampleRequest]:
    """The calls to be shown; what one leaves unsaid is as the default says it."""
    for name in requests:
        section = requests.section(name)
        said = section if section["endpoint"] is not None else requests.section("default")
        if said["endpoint"] is None:
            continue
        verb, path = split_operation(said["endpoint"])
        params = (section if "params" in section else said).section("params")
        yield ExampleRequest(
            name=name,
            verb=verb,
            path=path,
            params=tuple((key, json.dumps(params[key], default=str), params.location(key)) for key in params),
            location=section.location("endpoint"),
            assign_to=section.text("assign_to"),
            response_property=section["response_property"] or None,
        )


def _stream_rule(section: Section) -> StreamRuleConfig:
    named = section["event_type"] if isinstance(section["event_type"], list) else [section["event_type"]]
    return StreamRuleConfig(
        data=section.text("data_starts_with") or "",
        events=tuple(named) if "event_type" in section else None,
        handle=section["handle"],
        error=section.text("error_property"),
    )


def _errors(section: Section) -> ErrorsConfig:
    return ErrorsConfig(
        body=section.text("body"), attributes=section.texts("attributes"), data=section["data"] is not False
    )


def _versioning(section: Section, diagnostics: Diagnostics) -> Versioning:
    """What raises the version. One word for what holds before 1.0.0 is what a breaking change raises there."""
    usual, early = Versioning(), section["pre_major"]
    stable = _raises(section, usual.stable, diagnostics)
    if isinstance(early, str):
        return Versioning(stable=stable, pre_major=Raises(breaking=Bump(early), feature=Bump.PATCH))
    return Versioning(stable=stable, pre_major=_raises(section.section("pre_major"), usual.pre_major, diagnostics))


def _raises(section: Section, usual: Raises, diagnostics: Diagnostics) -> Raises:
    breaking, feature = section["breaking"], section["feature"]
    raises = Raises(
        breaking=usual.breaking if breaking is None else Bump(breaking),
        feature=usual.feature if feature is None else Bump(feature),
    )
    if raises.breaking is Bump.PATCH and raises.feature is not Bump.PATCH:
        text = f"a feature raises the {raises.feature.value} version, and what breaks callers only the patch"
        diagnostics.report(INVALID, text, section.location("breaking"))
    return raises


def _part(own: Section, key: str) -> Iterator[PartPattern]:
    found = (part_pattern(text, location) for text, location in own.located_texts(key))
    return (pattern for pattern in found if pattern is not None)


def _guides(own: Section) -> Iterator[GuideConfig]:
    for name, page in own.sections("guides"):
        yield GuideConfig(
            name=name,
            title=page["title"],
            summary=page.text("summary") or "",
            text=page["text"],
            module=page.text("module") or "",
        )


def _extras(own: Section) -> Iterator[ExtraConfig]:
    for name, said in own.sections("extras"):
        yield ExtraConfig(name=name, module=said["module"], requires=said.texts("requires"))


_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def _organization(section: Section, ledger: Ledger) -> Organization:
    contact = section.text("contact")
    if contact is not None and not _ADDRESS.fullmatch(contact):
        reason = "the package's author is reached by e-mail, and this is no address"
        ledger.dropped("config key", "organization.contact", reason, section.location("contact"))
        contact = None
    return Organization(
        name=section.text("name"),
        docs=section.text("docs"),
        contact=contact,
        security_contact=section.text("security_contact"),
        security_policy_url=section.text("security_policy_url"),
        security_policy_terms=section.text("security_policy_terms"),
    )


def _environments(section: Section) -> Iterator[Environment]:
    for name in section:
        yield Environment(name=name, url=section[name], location=section.location(name))


def _option(name: str, section: Section, diagnostics: Diagnostics) -> OptionConfig:
    return OptionConfig(
        name=name,
        type=section["type"] or "string",
        location=section.location(),
        description=section.text("description") or "",
        default=_default(section, diagnostics),
        nullable=bool(section["nullable"]),
        env=section.text("read_env"),
        auth=_auth(section.section("auth")),
        server_variable=section.text("server_variable"),
        header=section.text("send_in_header"),
        query=section.text("send_as_query_param"),
        cookie=section.text("send_in_cookie"),
    )


_OF_TYPE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "string": lambda value: str(value).lower() if isinstance(value, bool) else str(value),
    "integer": lambda value: int(str(value)),
    "number": float,
    "boolean": lambda value: {"true": True, "false": False}[str(value).lower()],
    "null": str,
}


def _default(section: Section, diagnostics: Diagnostics) -> str | int | float | bool | None:
    """The default of an option as a value of the option's type."""
    value, wanted = section["default"], section["type"] or "string"
    if value is None:
        return None
    try:
        read: str | int | float | bool = _OF_TYPE[wanted](value)
    except (KeyError, ValueError, OverflowError):
        diagnostics.report(INVALID, f"`default` is no {wanted}: {value!r}", section.location("default"))
        return None
    return read


def _auth(section: Section) -> OptionAuth | None:
    scheme = section.text("security_scheme")
    if scheme is None:
        return None
    return OptionAuth(security_scheme=scheme, role=section["role"] or "value", location=section.location())


def _header_values(section: Section) -> Iterator[tuple[str, str]]:
    for name in section:
        value = section[name]
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _retries(section: Section) -> Retries:
    return Retries(
        max_retries=section.integer("max_retries"),
        initial_delay=section["initial_delay_seconds"],
        max_delay=section["max_delay_seconds"],
    )


def _security(root: Section) -> tuple[SecurityRequirement, ...] | None:
    if root["security"] is None:
        return None
    return tuple(
        tuple((scheme, requirement.texts(scheme)) for scheme in requirement) for requirement in root.items("security")
    )


def _security_scheme(name: str, section: Section) -> SecurityScheme:
    return SecurityScheme(
        name=name,
        type=section["type"],
        location=section.location(),
        scheme=section.text("scheme") or "",
        parameter_name=section.text("name") or "",
        place=section["in"] or "",
        description=section.text("description") or "",
        flows=tuple(_flow(flow, section.section("flows").section(flow)) for flow in section.section("flows")),
        oauth2_metadata_url=section.text("oauth2MetadataUrl") or "",
        open_id_connect_url=section.text("openIdConnectUrl") or "",
        extensions={} if section["x-stainless-auth"] is None else {"x-stainless-auth": section["x-stainless-auth"]},
    )


def _flow(name: str, section: Section) -> OAuthFlow:
    return OAuthFlow(
        name=name,
        location=section.location(),
        authorization_url=section.text("authorizationUrl") or "",
        device_authorization_url=section.text("deviceAuthorizationUrl") or "",
        token_url=section.text("tokenUrl") or "",
        refresh_url=section.text("refreshUrl") or "",
        scopes={scope: section.section("scopes").text(scope) or "" for scope in section.section("scopes")},
    )


def _pagination(root: Section, diagnostics: Diagnostics, ledger: Ledger) -> Iterator[PaginationScheme]:
    """The schemes of the list, or the single nameless one."""
    sections = [root.section("pagination")] if isinstance(root["pagination"], dict) else root.items("pagination")
    for section in sections:
        if section["param_location"] == "body":
            reason = "the next page is asked for in the query only, so the scheme is not used"
            ledger.dropped("config key", "pagination.param_location", reason, section.location("param_location"))
        elif (scheme := read_scheme(section, diagnostics)) is not None:
            yield scheme


def _license(settings: Section) -> License | None:
    said = settings["license"]
    if isinstance(said, dict):
        section = settings.section("license")
        return License(name=section["name"], contents=section.text("contents"))
    return License(name=said) if said else None


def _transforms(openapi: Section) -> Iterator[Transform]:
    for key in ("transforms", "transformations"):
        for section in openapi.items(key):
            yield Transform(
                key=key,
                command=section["command"],
                args=section.section("args").node,
                location=section.location(),
                reason=section.text("reason") or "",
            )


def _unspecified(root: Section) -> Iterator[UnspecifiedOperation]:
    for text, location in root.located_texts("unspecified_endpoints"):
        verb, path = split_operation(text)
        yield UnspecifiedOperation(verb=verb, path=path, location=location)


def _operation(key: str, section: Section) -> OperationConfig:
    verb, path = split_operation(key)
    return OperationConfig(
        verb=verb,
        path=path,
        location=section.location(),
        response=section["response"],
        response_by=_response_by(section.section("response_by")) if "response_by" in section else None,
        streaming=_stream(section),
        body=section.text("body"),
        deprecated=section.text("deprecated"),
    )


def _response_by(section: Section) -> ResponseCasesConfig:
    return ResponseCasesConfig(
        parameter=section["parameter"],
        omitted=section.text("omitted"),
        cases=tuple(
            ResponseCaseConfig(values=case.texts("values"), schema=case.text("schema"), location=case.location())
            for case in section.items("cases")
        ),
        location=section.location(),
    )


def _method_answers(own: Section) -> Iterator[MethodAnswer]:
    for key, section in own.sections("methods"):
        *resource, name = key.split(".")
        if section["response"] is not None:
            yield MethodAnswer(
                resource=tuple(resource), name=name, response=section["response"], location=section.location()
            )


def _formats(section: Section) -> Iterator[FormatConfig]:
    """What each format is everywhere, or by place, where `*` stands for all others."""
    for name in section:
        if isinstance(section[name], str):
            yield FormatConfig(format=name, type=section[name], place=None, location=section.location(name))
            continue
        places = section.section(name)
        for place in places:
            at = None if place == "*" else place
            yield FormatConfig(format=name, type=places[place], place=at, location=places.location(place))


def _enums(own: Section) -> Iterator[EnumConfig]:
    """What enums are everywhere, or by place, where `*` stands for all others."""
    said = own["enums"]
    if isinstance(said, str):
        yield EnumConfig(kind=own["enums"], place=None, location=own.location("enums"))
    elif said is not None:
        places = own.section("enums")
        for place in places:
            at = None if place == "*" else place
            yield EnumConfig(kind=places[place], place=at, location=places.location(place))


def _resource_headers(resource: str, section: Section) -> HeadersConfig:
    return HeadersConfig(
        resource=tuple(resource.split(".")), headers=tuple(_header_values(section)), location=section.location()
    )


def _stream(operation: Section) -> StreamConfig | Literal[False] | None:
    if operation["stream"] is None:
        return None
    if operation["stream"] is False:
        return False
    section = operation.section("stream")
    return StreamConfig(parameter=section.text("parameter"), event=section["event"], location=section.location())
