"""The client module: the views of the client classes, for the code and for the stub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ir.extensions import Variant
from generator.ir.package import (
    Client,
    ClientOption,
    EventHandling,
    OAuth,
    OAuthFlow,
    OptionType,
    Package,
    Resource,
    SecurityScheme,
    StreamRule,
)
from generator.ir.types import LiteralOf
from generator.python.annotations import OBJECT_NAMES, Face
from generator.python.code import Code
from generator.python.docstrings import docstring, summary
from generator.python.identifiers import CALL_HOOKS, pascal_case
from generator.python.imports import External, Import, Local
from generator.python.literals import expressions, literal, name, string, strings
from generator.render.arguments import argument_names
from generator.render.calls import CALLED, security
from generator.render.faces import PLAIN_FACES, RESPONSE_FACES, ClassFace
from generator.render.layout import bases
from generator.render.package_types import PackageTypes
from generator.render.references import References
from generator.render.resources import (
    ChildView,
    MethodView,
    StubClassView,
    child_views,
    face_class,
    method_views,
    response_faces,
    shadowing,
    stub_method_views,
)
from generator.render.runtime_files import OAUTH, RAW_RESPONSES, obtains_tokens
from generator.render.scope import ModuleScope
from generator.render.successors import SuccessorWriter, homes_of
from generator.values import Value

_EMPTY = Code("")
_TYPE_CHECK_ONLY = External("typing", "type_check_only")
_TYPES = {
    OptionType.STRING: "str",
    OptionType.INTEGER: "int",
    OptionType.NUMBER: "float",
    OptionType.BOOLEAN: "bool",
}


class OptionView(Value, kw_only=True):
    """A constructor argument of this package's own: what it takes, what the attribute holds, and its default."""

    name: Code
    key: Code
    argument: Code
    attribute: Code
    omitted: Code


class HookView(Value, kw_only=True):
    """A constructor argument of every client that is asked at each try of a call, and what it takes."""

    name: Code
    type: Code


class ClientClassView(Value, kw_only=True):
    """A client class in code."""

    name: Code
    bases: Code
    doc: Code
    options: tuple[OptionView, ...]
    http_client: Code
    hooks: tuple[HookView, ...]
    children: tuple[ChildView, ...]
    methods: tuple[MethodView, ...]


class ClientModuleView(Value, kw_only=True):
    """The client module in code."""

    header: Code
    run_time_imports: tuple[Code, ...]
    typing_imports: tuple[Code, ...]
    definition: tuple[Code, ...]
    environments: Code
    timeout: Code
    max_retries: Code
    classes: tuple[ClientClassView, ...]
    aliases: tuple[Code, ...]


class ClientStubClassView(Value, kw_only=True):
    """A client class in the stub; `members` are its resources, methods and response faces."""

    name: Code
    bases: Code
    doc: Code
    constructor_doc: Code
    options: tuple[OptionView, ...]
    http_client: Code
    hooks: tuple[HookView, ...]
    members: StubClassView


class ClientStubView(Value, kw_only=True):
    """The client module's stub."""

    header: Code
    imports: tuple[Code, ...]
    environments: Code
    copiers: tuple[Code, ...]
    classes: tuple[ClientStubClassView, ...]
    faces: tuple[StubClassView, ...]
    aliases: tuple[Code, ...]


class ClientWriter:
    """Makes the views of one package's client. `resources` are those of the package and the receiver of webhooks."""

    def __init__(self, package: Package, resources: tuple[Resource, ...], types: PackageTypes, header: Code) -> None:
        self._package = package
        self._client = package.client
        self._resources = resources
        self._types = types
        self._header = header
        self._shadowed = shadowing(package.client_operations, resources)

    def module(self) -> ClientModuleView:
        """The client module as code."""
        scope = self._scope(loaded=self._loaded(), mentioned=_MENTIONED)
        operations = self._package.client_operations
        successors = SuccessorWriter(scope, (), homes_of(operations, self._resources), Code("self"))
        methods = method_views(operations, scope, References(self._types.private), self._shadowed, successors)
        classes = tuple(self._class(scope, face, methods[face]) for face in PLAIN_FACES)
        chosen = environments(self._client, scope)
        return ClientModuleView(
            header=self._header,
            run_time_imports=scope.run_time_imports(),
            typing_imports=scope.typing_imports(),
            definition=definition_arguments(self._client),
            environments=chosen,
            timeout=literal(self._client.timeout),
            max_retries=literal(self._client.max_retries),
            classes=classes,
            aliases=self._aliases(),
        )

    def stub(self) -> ClientStubView:
        """The client module's stub."""
        scope = self._scope(loaded=(), mentioned=(*_MENTIONED, *_IN_STUB))
        methods = stub_method_views(
            self._package.client_operations, scope, (*PLAIN_FACES, *RESPONSE_FACES), self._shadowed
        )
        base = self._client.class_name
        classes = tuple(
            ClientStubClassView(
                name=name(face.class_name(base)),
                bases=scope.load_all(self._bases(face)),
                doc=docstring(self._doc(), 4),
                constructor_doc=docstring(_constructor_doc(self._client), 8),
                options=option_views(self._client, scope, face),
                http_client=scope.use(http_client(face)),
                hooks=hook_views(scope, face),
                members=StubClassView(
                    name=name(face.class_name(base)),
                    bases=_EMPTY,
                    made_of=_EMPTY,
                    doc=_EMPTY,
                    children=child_views(self._resources, scope, face, _EMPTY),
                    faces=response_faces(base, face),
                    methods=methods[face],
                    receiver=None,
                    webhooks=(),
                    callbacks=(),
                    is_empty=False,
                ),
            )
            for face in PLAIN_FACES
        )
        chosen = environments(self._client, scope)
        scope.use(_TYPE_CHECK_ONLY)
        faces = tuple(face_class(base, self._resources, scope, face, methods[face]) for face in RESPONSE_FACES)
        return ClientStubView(
            header=self._header,
            imports=scope.imports(),
            environments=chosen,
            copiers=(Code("copy"), Code("with_options")),
            classes=classes,
            faces=faces,
            aliases=self._aliases(),
        )

    def _scope(self, loaded: Iterable[Import], mentioned: Iterable[Import]) -> ModuleScope:
        """The scope of the module; what the template itself names comes first, so that it has its own name."""
        own = [face.class_name(self._client.class_name) for face in (*PLAIN_FACES, *RESPONSE_FACES)]
        scope = ModuleScope(
            "_client",
            self._types.annotator,
            [
                *(*own, "DEFINITION", "ENVIRONMENTS", "Client", "AsyncClient"),
                *(self._shadowed & OBJECT_NAMES),
                *(argument_names(self._package.client_operations) & CALLED),
            ],
            answers=self._types.answers,
        )
        for item in loaded:
            scope.load(item)
        for item in mentioned:
            scope.use(item)
        return scope

    def _class(self, scope: ModuleScope, face: ClassFace, methods: tuple[MethodView, ...]) -> ClientClassView:
        return ClientClassView(
            name=name(face.class_name(self._client.class_name)),
            bases=scope.load_all(self._bases(face)),
            doc=summary(self._doc(), 4),
            options=option_views(self._client, scope, face),
            http_client=scope.use(http_client(face)),
            hooks=hook_views(scope, face),
            children=child_views(self._resources, scope, face, Code("self")),
            methods=methods,
        )

    def _bases(self, face: ClassFace) -> tuple[Local, ...]:
        return bases(self._client.extensions, face.class_name(self._client.class_name), base_class(face))

    def _doc(self) -> str:
        return self._package.doc or f"Client for {self._package.title or self._package.name}."

    def _loaded(self) -> tuple[Import, ...]:
        """What the definition of the client is made of."""
        option = (Local("_base_client", "ClientOption"),) if self._client.options else ()
        scheme = (Local("_base_client", "SecurityScheme"),) if self._client.schemes else ()
        oauth = (Local(OAUTH, "OAuth"), Local(OAUTH, "OAuthFlow")) if obtains_tokens(self._client) else ()
        of_package = self._client.module_client
        variant = (Local("_definition", "ClientVariant"),) if of_package is not None and of_package.variants else ()
        rules = (Local("_definition", "StreamRule"),) if self._client.stream_rules else ()
        return (*option, *scheme, *oauth, *rules, *variant, *_LOADED)

    def _aliases(self) -> tuple[Code, ...]:
        """`Client` and `AsyncClient`, where these are not the names of the classes themselves."""
        sync, async_ = (face.class_name(self._client.class_name) for face in PLAIN_FACES)
        pairs = (("Client", sync), ("AsyncClient", async_))
        return tuple(Code(f"{alias} = {name(target)}") for alias, target in pairs if alias not in (sync, async_))


_LOADED: tuple[Import, ...] = (
    Local("_base_client", "ClientDefinition"),
    Local("_types", "not_given"),
    Local("_version", "__title__"),
    Local("_version", "__version__"),
)
_MENTIONED: tuple[Import, ...] = (
    External("collections.abc", "Mapping"),
    Local("_http", "URL"),
    Local("_http", "Timeout"),
    Local("_types", "NotGiven"),
)
_IN_STUB: tuple[Import, ...] = (
    Local("_base_client", "ClientDefinition"),
    External("typing_extensions", "Self"),
)


def _constructor_doc(client: Client) -> str:
    """What the constructor's own arguments are for. Still the document's text."""
    lines = []
    for option in client.options:
        source = f" Read from the environment variable `{option.env}` when absent." if option.env else ""
        described = " ".join(option.doc.split()) or "A client option."
        lines.append(f"- {option.name}: {described}{source}")
    return "\n\n".join(["Create a client.", *(["Args:\n" + "\n".join(lines)] if lines else [])])


def base_class(face: ClassFace) -> Local:
    """What every client class is made of."""
    return Local("_base_client", f"{face.page_prefix}APIClient")


def http_client(face: ClassFace) -> Local:
    """What a caller's own HTTP client must be."""
    return Local("_http", f"{face.prefix}HTTPClient")


def hook_views(scope: ModuleScope, face: ClassFace) -> tuple[HookView, ...]:
    """What a constructor takes to be asked at each try of a call."""
    return tuple(
        HookView(name=Code(argument), type=scope.use(Local("_attempts", f"{face.prefix}{pascal_case(argument)}")))
        for argument in CALL_HOOKS
    )


def option_views(client: Client, scope: ModuleScope, face: ClassFace) -> tuple[OptionView, ...]:
    """The options of a client as the constructor of one of its classes takes them."""
    credentials = {option for scheme in client.schemes for option in scheme.options}
    return tuple(_option(option, option.name in credentials, scope, face) for option in client.options)


def _option(option: ClientOption, is_credential: bool, scope: ModuleScope, face: ClassFace) -> OptionView:
    type = option_type(option, scope)
    asked: str = type
    if is_credential:
        given = f"{scope.use(External('collections.abc', 'Awaitable'))}[{type}]" if face.is_async else ""
        returned = f"{type} | {given}" if given else type
        asked = f"{type} | {scope.use(External('collections.abc', 'Callable'))}[[], {returned}]"
    return OptionView(
        name=name(option.name),
        key=string(option.name),
        argument=Code(asked if option.must_be_passed else f"{asked} | None"),
        omitted=_EMPTY if option.must_be_passed else Code("None"),
        attribute=Code(type if option.required else f"{type} | None"),
    )


def environments(client: Client, scope: ModuleScope) -> Code:
    """The type of the argument that chooses a server; empty where there is no choice."""
    if len(client.servers) < 2:
        return _EMPTY
    return scope.annotation(LiteralOf(values=tuple(server.name for server in client.servers)), Face.PARAM)


def option_type(option: ClientOption, scope: ModuleScope) -> Code:
    """What an option holds."""
    custom = option.custom
    if option.type is OptionType.FUNCTION:
        function, code = External("collections.abc", "Callable"), Local(OAUTH, "DeviceCode")
        return Code(f"{scope.use(function)}[[{scope.use(code)}], object]")
    return Code(_TYPES[option.type]) if custom is None else scope.use(Local(custom.module, custom.name))


def definition_arguments(client: Client) -> tuple[Code, ...]:
    """The arguments of the `ClientDefinition`, one a line."""
    return tuple(
        Code(f"{argument}={value}")
        for argument, value in (
            ("package", '__name__.rpartition(".")[0]'),
            ("title", "__title__"),
            ("version", "__version__"),
            ("env_prefix", string(client.env_prefix)),
            ("options", expressions(_call("ClientOption", _option_arguments(o)) for o in client.options)),
            ("schemes", expressions(_call("SecurityScheme", _scheme_arguments(s)) for s in client.schemes)),
            ("security", security(client.security)),
            ("servers", expressions(strings((s.name, s.url)) for s in client.servers)),
            ("default_headers", expressions(strings(pair) for pair in client.default_headers)),
            ("idempotency_header", literal(client.idempotency_header)),
            ("timeout", literal(client.timeout)),
            ("max_retries", literal(client.max_retries)),
            ("initial_retry_delay", literal(client.initial_retry_delay)),
            ("max_retry_delay", literal(client.max_retry_delay)),
            ("array_format", string(client.array_format)),
            ("nested_format", string(client.nested_format)),
            ("form_array_format", literal(client.form_array_format)),
            *_departures(client),
        )
    )


def _departures(client: Client) -> Iterator[tuple[str, Code]]:
    """What differs from the defaults of a `ClientDefinition`."""
    if client.max_retry_after is not None:
        yield "max_retry_after", literal(client.max_retry_after)
    if client.base_url_env is not None:
        yield "base_url_env", string(client.base_url_env)
    if obtains_tokens(client):
        found = ((scheme.name, scheme.oauth) for scheme in client.schemes)
        yield "oauth", expressions(_call("OAuth", _oauth_arguments(n, o)) for n, o in found if o is not None)
    if client.stream_rules:
        yield "stream_rules", expressions(_call("StreamRule", _rule_arguments(rule)) for rule in client.stream_rules)
    if client.plain_raw_responses:
        plain = string(f"{RAW_RESPONSES}.LegacyAPIResponse")
        yield "raw_response", plain
        yield "async_raw_response", plain
    if client.module_client is not None and client.module_client.setting is not None:
        variants = client.module_client.variants
        yield "variant_setting", string(client.module_client.setting)
        yield "variants", expressions(_call("ClientVariant", _variant_arguments(v)) for v in variants)


def _variant_arguments(variant: Variant) -> Iterator[tuple[str, Code]]:
    yield "value", string(variant.value)
    yield "name", string(f"{variant.module}.{variant.class_name}")
    if variant.settings:
        yield "settings", strings(variant.settings)
    if variant.variables:
        yield "variables", strings(variant.variables)


def _option_arguments(option: ClientOption) -> list[tuple[str, Code]]:
    """The arguments of a `ClientOption` that differ from its defaults."""
    given = [("name", string(option.name))]
    if option.type is not OptionType.STRING:
        given.append(("type", string(option.type.value)))
    if option.required:
        given.append(("required", Code("True")))
    if option.default is not None:
        given.append(("default", literal(option.default)))
    texts = (
        ("env", option.env),
        ("header", option.header),
        ("query", option.query),
        ("cookie", option.cookie),
        ("server_variable", option.server_variable),
    )
    given += [(argument, string(text)) for argument, text in texts if text is not None]
    if option.secret:
        given.append(("secret", Code("True")))
    if option.custom is not None:
        given.append(("custom", Code("True")))
    return given


def _scheme_arguments(scheme: SecurityScheme) -> list[tuple[str, Code]]:
    given = [
        ("name", string(scheme.name)),
        ("kind", string(scheme.kind.value)),
        ("options", strings(scheme.options)),
    ]
    return [*given, ("parameter", string(scheme.parameter))] if scheme.parameter else given


def _rule_arguments(rule: StreamRule) -> list[tuple[str, Code]]:
    """The arguments of a `StreamRule` that differ from its defaults."""
    given = [("data", string(rule.data))] if rule.data else []
    if rule.events is not None:
        given.append(("events", expressions(map(literal, rule.events))))
    if rule.handling is not EventHandling.YIELD:
        given.append(("handle", string(rule.handling.value)))
    return [*given, ("error", string(rule.error))] if rule.error is not None else given


def _oauth_arguments(scheme: str, oauth: OAuth) -> list[tuple[str, Code]]:
    given = [("scheme", string(scheme)), ("flows", expressions(_call("OAuthFlow", _flow(f)) for f in oauth.flows))]
    if oauth.scopes:
        given.append(("scopes", strings(oauth.scopes)))
    if oauth.metadata_url:
        given.append(("metadata_url", string(oauth.metadata_url)))
    return [*given, *((part.value, string(option)) for part, option in oauth.parts)]


def _flow(flow: OAuthFlow) -> list[tuple[str, Code]]:
    urls = (("token_url", flow.token_url), ("refresh_url", flow.refresh_url), ("device_url", flow.device_url))
    return [("grant", string(flow.grant.value)), *((argument, string(url)) for argument, url in urls if url)]


def _call(function: str, given: Iterable[tuple[str, Code]]) -> Code:
    return Code(f"{function}({', '.join(f'{argument}={value}' for argument, value in given)})")
