"""A small package, made by hand, with one of everything that the docs have to show."""

from __future__ import annotations

import json
from typing import Any

from generator.ir.declarations import (
    Declaration,
    Default,
    EnumAlias,
    Field,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    ErrorResponse,
    Example,
    FormBody,
    JsonBody,
    JsonResponse,
    Operation,
    Page,
    Parameter,
    Place,
    Stream,
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

HERE = Location("zoo.yaml", 1, 1)
STRING = Primitive(kind=PrimitiveKind.STRING)
INTEGER = Primitive(kind=PrimitiveKind.INTEGER)
BOOLEAN = Primitive(kind=PrimitiveKind.BOOLEAN)
FILE = Primitive(kind=PrimitiveKind.FILE)


def named(module: str, name: str) -> Named:
    return Named(module=module, name=name)


def field(name: str, type: TypeExpr, **rest: Any) -> Field:
    return Field(**{"name": name, "wire_name": name, "type": type, "required": True, "location": HERE, **rest})


def parameter(name: str, place: Place, type: TypeExpr = STRING, **rest: Any) -> Parameter:
    path = place is Place.PATH
    given = {"name": name, "wire_name": name, "place": place, "type": type, "location": HERE}
    return Parameter(**{**given, "required": path, "positional": path, **rest})


def example(value: Any) -> Example:
    return Example(title="", json=json.dumps(value))


def operation(name: str, verb: str, path: str, **rest: Any) -> Operation:
    given: dict[str, Any] = {
        "name": name,
        "operation_id": f"{name}_{path.strip('/').replace('/', '_')}",
        "verb": verb,
        "path": path,
        "parameters": (),
        "body": None,
        "response": EmptyResponse(),
        "stream": None,
        "page": None,
        "errors": (),
        "location": HERE,
    }
    return Operation(**{**given, **rest})


ANIMAL = named("zoo.animal", "Animal")
ANIMAL_PARAM = named("zoo.animal_param", "AnimalParam")
FOOD = named("zoo.food", "Food")
FOOD_PARAM = named("zoo.food", "FoodParam")
SPECIES = named("zoo.species", "Species")
EVENT = named("zoo.event", "Event")
NODE = named("node", "NodeParam")

DECLARATIONS: tuple[Declaration, ...] = (
    ObjectModel(
        name="Animal",
        module="zoo.animal",
        component="Animal",
        doc="An animal, *alive*.\n\nKnown by its `id`.",
        location=HERE,
        fields=(
            field("id", STRING, doc="Its name on the wire."),
            field("species", SPECIES, required=False),
            field("mood", named("zoo.animal", "Mood"), doc="How it feels:\n- `good`: well\n- `bad`: not so"),
            field("schema_", MapOf(value=Anything()), wire_name="schema", required=False, deprecated=True),
            field("weight", Nullable(inner=Primitive(kind=PrimitiveKind.NUMBER, format="kg|t"))),
        ),
    ),
    EnumAlias(name="Mood", module="zoo.animal", type=LiteralOf(values=("good", "bad")), location=HERE, public=False),
    ObjectParams(
        name="AnimalParam",
        module="zoo.animal_param",
        component="Animal",
        location=HERE,
        extra=STRING,
        fields=(
            field("species", SPECIES),
            field("schema", STRING, required=False),
            field("age", INTEGER, required=False, default=Default(value=None)),
        ),
    ),
    EnumAlias(name="Species", module="zoo.species", type=LiteralOf(values=("cat", "a|b"), open=True), location=HERE),
    UnionAlias(
        name="Food",
        module="zoo.food",
        location=HERE,
        type=UnionOf(variants=(STRING, named("zoo.food", "Meat")), discriminator="kind"),
    ),
    UnionAlias(
        name="FoodParam",
        module="zoo.food",
        location=HERE,
        type=UnionOf(variants=(named("zoo.food", "MeatParam"), STRING)),
    ),
    ObjectModel(name="Meat", module="zoo.food", location=HERE, fields=(field("kind", LiteralOf(values=("meat",))),)),
    ObjectParams(
        name="MeatParam",
        module="zoo.food",
        location=HERE,
        fields=(
            field("kind", LiteralOf(values=("meat",))),
            field("grams", INTEGER),
            field("raw", BOOLEAN, required=False),
        ),
    ),
    ObjectModel(name="Event", module="zoo.event", location=HERE, fields=(field("animal", ANIMAL),)),
    ObjectParams(
        name="NodeParam",
        module="node",
        location=HERE,
        fields=(field("value", STRING), field("next", Nullable(inner=NODE)), field("all", ListOf(item=NODE))),
    ),
    PlainAlias(name="Tags", module="zoo.tags", type=ListOf(item=STRING), location=HERE, doc="Words.", deprecated=True),
    ObjectParams(
        name="AnimalCreateParams",
        module="zoo.animal_create_params",
        location=HERE,
        doc="Said in the table of arguments.",
        fields=(field("species", SPECIES),),
    ),
)

CREATE = operation(
    "create",
    "post",
    "/animals",
    operation_id="createAnimal",
    summary="Add an animal",
    doc="Add an animal.\n\nIt gets an id, see [the guide](/guides/ids).",
    body=JsonBody(
        required=True,
        fields=(
            field("species", SPECIES, doc="What it is."),
            field("food", ListOf(item=FOOD_PARAM), required=False),
            field("owner", STRING, required=False),
            field("from_", STRING, wire_name="from", required=False, default=Default(value="zoo")),
            field("stream", Nullable(inner=BOOLEAN), required=False),
        ),
    ),
    response=JsonResponse(type=ANIMAL),
    stream=Stream(event=EVENT, parameter="stream"),
    params=named("zoo.animal_create_params", "AnimalCreateParams"),
    errors=(
        ErrorResponse(status="429", doc="Too many animals.", type=named("zoo.animal", "Animal")),
        ErrorResponse(status="default", doc="", type=None),
    ),
    request_example=example(
        {
            "species": "cat",
            "food": [{"kind": "meat", "grams": 200}, "milk"],
            "owner": 7,
            "from": 'a "quoted" \u202e {{ name }}',
            "stream": True,
            "unknown": 1,
        }
    ),
    response_example=example({"id": "animal-1"}),
)
RETRIEVE = operation(
    "retrieve",
    "get",
    "/animals/{animal_id}",
    parameters=(parameter("animal_id", Place.PATH),),
    response=JsonResponse(type=ANIMAL),
    response_example=example({"id": "animal-1"}),
)
LIST = operation(
    "list",
    "get",
    "/animals",
    parameters=(parameter("limit", Place.QUERY, INTEGER, default=Default(value=20)),),
    response=JsonResponse(type=ListOf(item=ANIMAL)),
    page=Page(scheme="CursorPage", item=ANIMAL),
)
DELETE = operation(
    "delete",
    "delete",
    "/animals/{animal_id}",
    parameters=(parameter("animal_id", Place.PATH),),
    deprecated="Use `retire` instead.",
)
PHOTO = operation(
    "create",
    "post",
    "/zoos/{zoo_id}/animals/{animal_id}/photos",
    parameters=(parameter("zoo_id", Place.PATH, positional=False), parameter("animal_id", Place.PATH)),
    body=FormBody(
        required=True,
        files=("image", "others"),
        fields=(
            field("image", FILE),
            field("others", ListOf(item=FILE), required=False),
            field("node", NODE),
        ),
    ),
    response=BinaryResponse(media_type="image/png"),
    response_example=example({"zoo_id": "zoo-1"}),
)
WATCH = operation(
    "watch",
    "get",
    "/animals/watch",
    response=JsonResponse(type=EVENT),
    stream=Stream(event=EVENT, parameter=None),
)
NOTE = operation(
    "note",
    "put",
    "/note",
    body=WholeBody(name="body", type=STRING, required=True, media_type="text/plain", location=HERE, doc="The note."),
    response=TextResponse(media_type="text/plain"),
)

PACKAGE = Package(
    name="zoo_sdk",
    project_name="zoo-sdk",
    version="1.0.0",
    title="The Zoo API",
    doc="Animals over HTTP.",
    client=Client(
        class_name="Zoo",
        error_name="ZooError",
        env_prefix="ZOO",
        options=(
            ClientOption(name="api_key", type=OptionType.STRING, required=True, env="ZOO_API_KEY", doc="The key."),
            ClientOption(name="region", type=OptionType.STRING, required=True),
            ClientOption(name="webhook_secret", type=OptionType.STRING, env="ZOO_WEBHOOK_SECRET", secret=True),
        ),
        schemes=(SecurityScheme(name="key", kind=SchemeKind.BEARER, options=("api_key",), location=HERE),),
        security=(("key",),),
        servers=(Server(name="production", url="https://api.zoo.example/v1"),),
    ),
    resources=(
        Resource(
            name="animals",
            class_name="Animals",
            path=("animals",),
            doc="Who lives here.",
            operations=(CREATE, RETRIEVE, LIST, DELETE, WATCH),
            children=(
                Resource(
                    name="photos", class_name="Photos", path=("animals", "photos"), operations=(PHOTO,), children=()
                ),
            ),
        ),
    ),
    client_operations=(NOTE,),
    declarations=DECLARATIONS,
    pages=(PageScheme(name="CursorPage", kind=PageKind.CURSOR_ID, items="data"),),
    webhooks=(Webhook(name="animal.born", event=EVENT, location=HERE, doc="A birth. With details."),),
    webhook_event=EVENT,
    docs_url="https://zoo.example/docs",
)
