"""A small package made by hand that has one of everything the templates know."""

from __future__ import annotations

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    Field,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.operations import (
    DEFAULT_ACCEPT,
    BinaryResponse,
    EmptyResponse,
    FormBody,
    JsonBody,
    JsonResponse,
    Operation,
    Page,
    Parameter,
    Place,
    RequestBody,
    Response,
    Stream,
    Style,
    TextResponse,
    WholeBody,
)
from generator.ir.package import (
    Client,
    ClientOption,
    OptionType,
    Package,
    PageKind,
    PageScheme,
    Resource,
    SchemeKind,
    SecurityScheme,
    Server,
    Webhook,
)
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TypeExpr,
    UnionOf,
)
from generator.source import Location

HERE = Location("spec.yaml", 1, 1)
STRING = Primitive(kind=PrimitiveKind.STRING)
INTEGER = Primitive(kind=PrimitiveKind.INTEGER)
BOOLEAN = Primitive(kind=PrimitiveKind.BOOLEAN)
FILE = Primitive(kind=PrimitiveKind.FILE)


def named(module: str, name: str) -> Named:
    return Named(module=module, name=name)


def field(
    name: str, type: TypeExpr = STRING, *, wire_name: str = "", required: bool = True, deprecated: bool = False
) -> Field:
    return Field(
        name=name,
        wire_name=wire_name or name,
        type=type,
        required=required,
        location=HERE,
        doc=f"The {name}.",
        deprecated=deprecated,
    )


def parameter(name: str, place: Place, type: TypeExpr = STRING, *, style: Style | None = None) -> Parameter:
    return Parameter(
        name=name,
        wire_name=name.replace("_", "-") if place is Place.HEADER else name,
        place=place,
        type=type,
        required=place is Place.PATH,
        location=HERE,
        doc=f"The {name}.",
        style=style,
        positional=place is Place.PATH,
    )


def operation(
    name: str,
    verb: str,
    path: str,
    response: Response,
    *parameters: Parameter,
    body: RequestBody | None = None,
    stream: Stream | None = None,
    page: Page | None = None,
    deprecated: str | None = None,
    security: tuple[tuple[str, ...], ...] | None = None,
    base_url: str | None = None,
    timeout: float | None = None,
    max_retries: int | None = None,
    accept: tuple[str, ...] = DEFAULT_ACCEPT,
) -> Operation:
    return Operation(
        name=name,
        operation_id=f"{name}Thing",
        verb=verb,
        path=path,
        parameters=parameters,
        body=body,
        response=response,
        stream=stream,
        page=page,
        errors=(),
        location=HERE,
        summary=f"Do {name}.",
        doc="More about it.",
        deprecated=deprecated,
        security=security,
        base_url=base_url,
        timeout=timeout,
        max_retries=max_retries,
        accept=(response.media_type,) if isinstance(response, TextResponse | BinaryResponse) else accept,
    )


THING = named("things.thing", "Thing")
BOLT = named("things.thing", "Bolt")
NUT = named("things.thing", "Nut")
PIECE = named("things.thing", "Piece")
PIECE_PARAM = named("things.piece_param", "PieceParam")
THING_ID = parameter("thing_id", Place.PATH)

DECLARATIONS: tuple[Declaration, ...] = (
    ObjectModel(
        name="Thing",
        module="things.thing",
        location=HERE,
        doc="A thing.\n\nMade of pieces.",
        fields=(
            field("id"),
            field("object", LiteralOf(values=("thing",))),
            field("extras", MapOf(value=Anything()), required=False),
            field("kind", LiteralOf(values=("a", "b"), open=True)),
            field("pieces", ListOf(item=PIECE)),
            field("parent", THING, required=False),
            field("schema_", Nullable(inner=Anything()), wire_name="schema"),
            field("class_", wire_name="class"),
            field("old", required=False, deprecated=True),
        ),
    ),
    UnionAlias(
        name="Piece",
        module="things.thing",
        location=HERE,
        doc="A piece.",
        type=UnionOf(variants=(BOLT, NUT), discriminator="type"),
    ),
    ObjectModel(
        name="Bolt", module="things.thing", location=HERE, fields=(field("type", LiteralOf(values=("bolt",))),)
    ),
    ObjectModel(
        name="Nut",
        module="things.thing",
        location=HERE,
        fields=(field("type", LiteralOf(values=("nut",))), field("size", INTEGER, required=False)),
        extra=STRING,
        public=False,
    ),
    ObjectModel(name="Empty", module="empty", location=HERE, fields=()),
    EnumAlias(name="Order", module="order", location=HERE, type=LiteralOf(values=("asc", "desc")), doc="An order."),
    PlainAlias(name="JSON", module="json_value", location=HERE, type=ListOf(item=named("json_value", "JSON"))),
    PlainAlias(name="Content", module="content", location=HERE, type=Nullable(inner=UnionOf(variants=(FILE, STRING)))),
    ObjectParams(
        name="PieceParam",
        module="things.piece_param",
        location=HERE,
        fields=(
            field("type", LiteralOf(values=("bolt",))),
            field("list", ListOf(item=STRING), required=False),
            field("names", ListOf(item=Nullable(inner=STRING)), required=False),
        ),
    ),
    ObjectParams(
        name="ScoresParam",
        module="scores_param",
        location=HERE,
        doc="Scores.",
        fields=(field("hate_threatening", INTEGER, wire_name="hate/threatening"), field("class_", wire_name="class")),
    ),
    ObjectParams(
        name="OpenParam", module="open_param", location=HERE, fields=(field("a", required=False),), extra=INTEGER
    ),
    ObjectModel(name="ThingEvent", module="things.thing_event", location=HERE, fields=(field("delta"),)),
    ObjectModel(name="Thing", module="other.thing", location=HERE, fields=(field("id"),)),
    ObjectModel(
        name="ThingMade", module="webhooks.thing_made", location=HERE, fields=(field("type", LiteralOf(values=("x",))),)
    ),
    UnionAlias(
        name="UnwrapWebhookEvent",
        module="webhooks.unwrap_webhook_event",
        location=HERE,
        type=UnionOf(variants=(named("webhooks.thing_made", "ThingMade"), THING), discriminator="type"),
    ),
)

THINGS = Resource(
    name="things",
    class_name="Things",
    path=("things",),
    doc="Things, of all kinds.",
    children=(
        Resource(
            name="parts",
            class_name="Parts",
            path=("things", "parts"),
            doc="",
            children=(),
            operations=(
                operation(
                    "retrieve",
                    "get",
                    "/things/{thing_id}/parts/{part}",
                    JsonResponse(type=named("other.thing", "Thing")),
                    THING_ID,
                    parameter("part", Place.PATH, INTEGER),
                ),
            ),
        ),
    ),
    operations=(
        operation(
            "retrieve",
            "get",
            "/things/{thing_id}",
            JsonResponse(type=THING),
            THING_ID,
            parameter("include", Place.QUERY, ListOf(item=STRING), style=Style.COMMA),
            parameter("x_beta", Place.HEADER),
            parameter("session", Place.COOKIE),
        ),
        operation(
            "list",
            "get",
            "/things",
            JsonResponse(type=Anything()),
            parameter("after", Place.QUERY),
            parameter("limit", Place.QUERY, INTEGER),
            parameter("order_by", Place.QUERY, LiteralOf(values=tuple(f"by_property_{n}" for n in range(9)))),
            page=Page(scheme="CursorPage", item=THING),
        ),
        operation(
            "create",
            "post",
            "/things",
            JsonResponse(type=THING),
            body=JsonBody(
                required=True,
                fields=(
                    field("name"),
                    field("pieces", ListOf(item=PIECE_PARAM), required=False),
                    field("stream", Nullable(inner=BOOLEAN), required=False),
                    field("labels", MapOf(value=STRING), required=False, deprecated=True),
                ),
            ),
            stream=Stream(event=named("things.thing_event", "ThingEvent"), parameter="stream"),
            security=(("AdminAuth",), ("ApiKeyAuth", "AdminAuth")),
        ),
        operation(
            "watch",
            "get",
            "/things/watch",
            JsonResponse(type=Anything()),
            stream=Stream(event=named("things.thing_event", "ThingEvent"), parameter=None),
            accept=("text/event-stream",),
            base_url="https://watch.example.com",
            timeout=3600.0,
            max_retries=0,
        ),
        operation(
            "upload",
            "post",
            "/things/upload",
            JsonResponse(type=ListOf(item=named("other.thing", "Thing")), unwrap="data"),
            body=FormBody(
                required=True,
                files=("file", "images"),
                fields=(field("file", FILE), field("images", ListOf(item=FILE), required=False), field("purpose")),
            ),
        ),
        operation("content", "get", "/things/{thing_id}/content", BinaryResponse(media_type="image/png"), THING_ID),
        operation("text", "get", "/things/{thing_id}/text", TextResponse(media_type="text/plain"), THING_ID),
        operation("delete", "delete", "/things/{thing_id}", EmptyResponse(), THING_ID, deprecated="Use `archive`."),
        operation(
            "tag",
            "put",
            "/things/{thing_id}/tags",
            JsonResponse(type=Nullable(inner=MapOf(value=named("things.thing", "Nut")))),
            THING_ID,
            body=WholeBody(
                name="tags",
                type=ListOf(item=STRING),
                required=True,
                media_type="application/json",
                location=HERE,
                doc="The tags.",
            ),
            security=(),
        ),
        operation(
            "offer",
            "post",
            "/things/offer",
            TextResponse(media_type="application/sdp"),
            body=WholeBody(
                name="sdp", type=STRING, required=False, media_type="application/sdp", location=HERE, doc="An offer."
            ),
        ),
    ),
)

PACKAGE = Package(
    name="little",
    project_name="little-api",
    version="1.2.3",
    title="Little API",
    doc="Client for the Little API.",
    client=Client(
        class_name="Little",
        error_name="LittleError",
        env_prefix="LITTLE",
        options=(
            ClientOption(name="api_key", type=OptionType.STRING, env="LITTLE_API_KEY", secret=True, doc="The key."),
            ClientOption(name="region", type=OptionType.STRING, default="eu", server_variable="region"),
            ClientOption(name="level", type=OptionType.INTEGER, required=True, header="Little-Level"),
        ),
        schemes=(
            SecurityScheme(name="ApiKeyAuth", kind=SchemeKind.BEARER, options=("api_key",), location=HERE),
            SecurityScheme(
                name="AdminAuth", kind=SchemeKind.HEADER, options=("api_key",), parameter="X-Admin", location=HERE
            ),
        ),
        security=(("ApiKeyAuth",),),
        servers=(
            Server(name="production", url="https://{region}.little.example/v1"),
            Server(name="sandbox", url="https://sandbox.little.example/v1"),
        ),
        default_headers=(("Little-Version", "1"),),
    ),
    resources=(THINGS,),
    client_operations=(operation("ping", "get", "/ping", EmptyResponse()),),
    declarations=DECLARATIONS,
    pages=(
        PageScheme(
            name="CursorPage",
            kind=PageKind.CURSOR_ID,
            items="data",
            cursor_param="after",
            item_id="id",
            has_more="has_more",
            fields=(("data", ListOf(item=Anything())), ("has_more", Nullable(inner=BOOLEAN)), ("list", STRING)),
        ),
        PageScheme(name="NumberedPage", kind=PageKind.PAGE_NUMBER, items="", cursor_param="page", total="pages"),
    ),
    webhooks=(Webhook(name="thing_made", event=named("webhooks.thing_made", "ThingMade"), location=HERE),),
    webhook_event=named("webhooks.unwrap_webhook_event", "UnwrapWebhookEvent"),
    file_header="Owned by the Little team.",
)
