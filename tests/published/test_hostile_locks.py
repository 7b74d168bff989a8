"""A lock is input like any other: whatever stands in it, nothing but names gets into code, and nothing gets out of the
output. Either it is refused with the line, or a package is made that can be imported."""

from __future__ import annotations

import ast
import importlib
import io
import sys
from pathlib import Path

import pytest
import yaml

from generator.outcome import Outcome
from generator.pipeline import generate
from generator.request import Request
from tests.published.stages import CONFIG, breaking, said, stage, written
from tests.support.generated import contents
from tests.support.packages import build_models

HERE = Path(__file__).parent
SHOP = (HERE / "documents/shop.yaml").read_text()
OLDER = (HERE / "documents/older.yaml").read_text()
ORDER = "types.order:Order model component Order 0.1.0\n"
LIST = "client.orders.list method GET /orders listOrders 0.1.0\n"

REFUSED = {
    # Too little is said, or too much.
    "alias of nothing": "types.a:A alias 0.1.0\n",
    "alias of itself": "types.a:A alias types.a:A 0.1.0\n",
    "alias of much": "types.a:A alias types.order:Order x y 0.1.0\n",
    "gone without a kind": "types.a:A gone 0.1.0\n",
    "gone twice": "types.a:A gone gone model 0.1.0\n",
    "field of nothing": "types.a:A.b field 0.1.0\n",
    "method of nothing": "client.orders.list method 0.1.0\n",
    "method without a path": "client.orders.list method GET 0.1.0\n",
    "argument of nothing": "client.orders.list(x) argument 0.1.0\n",
    "half a way": "types.order:Order model via client.orders.list 0.1.0\n",
    "other words": "types.order:Order model made by hand 0.1.0\n",
    "unknown kind": "types.order:Order monster 0.1.0\n",
    "no version": "types.order:Order model component Order latest;import os\n",
    # What is no name where it stands.
    "field that is a keyword": "types.order:Order.class field id 0.1.0\n",
    "field of Python's own": "types.order:Order.__class__ field id 0.1.0\n",
    "field with a quote": 'types.order:Order.a"b field id 0.1.0\n',
    "field with a newline": "types.order:Order.a%A;b field id 0.1.0\n",
    "field with code": "types.order:Order.a:%20;int%20;=%20;print(1)# field id 0.1.0\n",
    "field with other letters": "types.order:Order.größe field id 0.1.0\n",
    "member that is none": "types.order:Order._mro_ member id 0.1.0\n",
    "module above": "types....etc.passwd:Order model component Order 0.1.0\n",
    "module elsewhere": "types.../../x:Order model component Order 0.1.0\n",
    "no module": "types.:Order model component Order 0.1.0\n",
    "module that is a package": "types.__init__:Order model component Order 0.1.0\n",
    "module that is a keyword": "types.class:Order model component Order 0.1.0\n",
    "module that is a device": "types.con:Order model component Order 0.1.0\n",
    "module in capitals": "types.Order:Order model component Order 0.1.0\n",
    "long module": f"types.{'a' * 300}:Order model component Order 0.1.0\n",
    "deep module": f"types.{'.'.join('a' * 500)}:Order model component Order 0.1.0\n",
    "no types": "order:Order model component Order 0.1.0\n",
    "class that is a keyword": "types.order:class model component Order 0.1.0\n",
    "class of Python's own": "types.order:__getattr__ model component Order 0.1.0\n",
    "class that modules import": "types.order:BaseModel model component Order 0.1.0\n",
    "class with NUL": "types.order:Order\0 model component Order 0.1.0\n",
    "class with half a code": "types.order:Order%zz; model component Order 0.1.0\n",
    "class with a code too large": "types.order:Order%FFFFFFFFFF; model component Order 0.1.0\n",
    "long class": f"types.order:{'A' * 5000} model component Order 0.1.0\n",
    "method that is a keyword": "client.orders.class method GET /orders listOrders 0.1.0\n",
    "method of Python's own": "client.orders.__init__ method GET /orders listOrders 0.1.0\n",
    "method that resources have": "client.orders.with_raw_response method GET /orders listOrders 0.1.0\n",
    "method that clients have": "client.close method GET /orders listOrders 0.1.0\n",
    "method without a name": "client method GET /orders listOrders 0.1.0\n",
    "method of something else": "foo.bar method GET /orders listOrders 0.1.0\n",
    "resource that is a keyword": "client.class.list method GET /orders listOrders 0.1.0\n",
    "resource elsewhere": "client.../x.list method GET /orders listOrders 0.1.0\n",
    "resource that is an option": "client.timeout.list method GET /orders listOrders 0.1.0\n",
    "argument that is a keyword": "client.orders.list(class) argument query limit 0.1.0\n",
    "argument that every method has": "client.orders.list(self) argument query limit 0.1.0\n",
    "argument with a default": "client.orders.list(a=1,b) argument query limit 0.1.0\n",
    "argument without a method": "client.orders.list argument query limit 0.1.0\n",
    "page that is none": "pagination:class page cursor_id 0.1.0\n",
}

READ = {
    "way from nowhere": "types.order:Order model via types.nowhere:X .a 0.1.0\n",
    "ways in a circle": (
        "types.order:Order model via types.order:Totals .a 0.1.0\n"
        "types.order:Totals model nested via types.order:Order .totals 0.1.0\n"
    ),
    "unions in a circle": "types.a:A model union via types.b:B = 0.1.0\ntypes.b:B model union via types.a:A = 0.1.0\n",
    "union of itself": "types.a:A model union via types.a:A = 0.1.0\n",
    "alias of an alias": f"types.a:A alias types.b:B 0.1.0\ntypes.b:B alias types.order:Order 0.1.0\n{ORDER}",
    "aliases in a circle": "types.a:A alias types.b:B 0.1.0\ntypes.b:B alias types.a:A 0.1.0\n",
    "one field twice": f"{ORDER}types.order:Order.a field id 0.1.0\ntypes.order:Order.b field id 0.1.0\n",
    "one name for two fields": f"{ORDER}types.order:Order.a field id 0.1.0\ntypes.order:Order.a field object 0.1.0\n",
    "the name of another field": f"{ORDER}types.order:Order.object field id 0.1.0\n",
    "a field that models have": f"{ORDER}types.order:Order.model_config field id 0.1.0\n",
    "a private field": f"{ORDER}types.order:Order._x field id 0.1.0\n",
    "the name of a package": "types.orders:Order model component Order 0.1.0\n",
    "the name of a package, both published": (
        "types.orders:Order model component Order 0.1.0\ntypes.orders.event:Event model union component Event 0.1.0\n"
    ),
    "inside of a module": "types.orders.event.x:Order model component Order 0.1.0\n",
    "a module of the runtime": "types._models:Order model component Order 0.1.0\n",
    "two in one module": "types.x:Order model component Order 0.1.0\ntypes.x:Item model component Item 0.1.0\n",
    "two of one name": "types.x:Order model component Order 0.1.0\ntypes.y:Order model component Item 0.1.0\n",
    "one component twice": "types.x:Foo model component Order 0.1.0\ntypes.y:Bar model component Order 0.1.0\n",
    "a name twice": f"{ORDER}types.order:Order model component Item 0.1.0\n",
    "nested without an owner": "types.order:Order model nested component Order 0.1.0\n",
    "the name of what a module imports": f"{ORDER}types.order:Item model nested via types.order:Order .totals 0.1.0\n",
    "an alias for what a module imports": (
        f"{ORDER}types.order:Item alias types.item:Item 0.1.0\ntypes.item:Item model component Item 0.1.0\n"
    ),
    "a method for a resource": "client.orders.events method GET /orders listOrders 0.1.0\n",
    "a method for a resource of the client": "client.orders method GET /orders listOrders 0.1.0\n",
    "methods in each other's place": (
        "client.orders.list method POST /orders createOrder 0.1.0\n"
        "client.orders.create method GET /orders listOrders 0.1.0\n"
    ),
    "many names of a method": "".join(f"client.orders.m{n} method GET /orders x 0.1.0\n" for n in range(50)),
    "the argument of another": f"{LIST}client.orders.list(after) argument query limit 0.1.0\n",
    "half a letter": "types.order:Order model component Order%D800; 0.1.0\n",
    "a mark at the start": f"\ufeff{ORDER}",
    "Windows": ORDER.replace("\n", "\r\n"),
}


def outcome_of(lock: str, folder: Path, document: str = SHOP) -> Outcome:
    """What a run makes of a lock."""
    (folder / "shop.sdk.yaml").write_text(CONFIG)
    (folder / "names.lock").write_bytes(lock.encode())
    request = Request(spec="-", config=folder / "shop.sdk.yaml", package="hostile", version="0.2.0")
    return generate(request, stdin=io.BytesIO(document.encode()), progress=lambda _: None)


@pytest.mark.parametrize("lock", REFUSED.values(), ids=REFUSED)
def test_refused(lock: str, tmp_path: Path) -> None:
    """A line that cannot be used is an error that names it; nothing is made."""
    outcome = outcome_of(f"# A comment.\n{lock}", tmp_path)
    (found,) = [one for one in outcome.diagnostics.sorted() if one.code.id == "invalid-names-lock"]
    assert found.location is not None
    assert found.location.line == 2
    assert not outcome.files
    assert "\0" not in said(outcome)


@pytest.mark.parametrize("lock", READ.values(), ids=READ)
def test_read(lock: str, tmp_path: Path) -> None:
    """A lock that says nonsense in good words makes a package that is Python and works."""
    outcome = outcome_of(lock, tmp_path)
    assert outcome.files, said(outcome)
    for path, content in contents(outcome.files).items():
        assert ".." not in path
        if path.endswith((".py", ".pyi")):
            assert isinstance(content, str)
            ast.parse(content, path)
    written(outcome, tmp_path)
    sys.path.insert(0, str(tmp_path))
    try:
        importlib.invalidate_caches()
        package = importlib.import_module("hostile")
        build_models(package)
        assert package.Shop(base_url="https://shop.test").orders
    finally:
        sys.path.remove(str(tmp_path))
        for name in [name for name in sys.modules if name.partition(".")[0] == "hostile"]:
            del sys.modules[name]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A file that is no text is refused as such."""
    (tmp_path / "shop.sdk.yaml").write_text(CONFIG)
    (tmp_path / "names.lock").write_bytes(b"\xff\xfe\x00")
    request = Request(spec="-", config=tmp_path / "shop.sdk.yaml", package="hostile")
    outcome = generate(request, stdin=io.BytesIO(SHOP.encode()), progress=lambda _: None)
    assert [one.code.id for one in outcome.diagnostics.sorted() if one.code.id == "invalid-names-lock"]


def test_many_lines(tmp_path: Path) -> None:
    """A hundred thousand names that nothing has any more change nothing."""
    lines = "".join(
        f"types.m{n}:T{n} model component T{n} via types.m{n + 1}:T{n + 1} .a 0.1.0\n" for n in range(100_000)
    )
    assert outcome_of(lines, tmp_path).files


def test_the_lock_of_another_document() -> None:
    """What another document published is gone; this one has the names that it has by the rules."""
    other, plain = stage(yaml.safe_load(OLDER)), stage(yaml.safe_load(SHOP), version="0.2.0")
    mixed = stage(yaml.safe_load(SHOP), other, version="0.2.0")
    assert mixed.names == plain.names
    assert breaking(plain, mixed) == []
    gone = {line[0] for line in mixed.lines if line[1] == "gone"}
    assert gone == {line[0] for line in other.lines if line[1] in ("model", "params")}


def test_names_with_anything_in_them() -> None:
    """Whatever the document calls its things, the lock can be read again, and finds the same."""
    awkward = ["nested", "via", "component", "union", "a b", "a%20;b", "é", "\u2028", "\x85", "#", "|=[]{}", "😀", ""]
    properties = {name: {"type": "object", "properties": {name: {"type": "string"}}} for name in awkward}
    schemas = {"via": {"type": "object", "properties": properties}, "nested": {"type": "object"}}
    answer = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in schemas]}
    responses = {"200": {"description": "", "content": {"application/json": {"schema": answer}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/a%20b": {"get": {"operationId": "é \u2028", "responses": responses}}},
        "components": {"schemas": schemas},
    }
    first = stage(document)
    assert stage(document, first, version="0.2.0").lock == first.lock
