"""Making one document of several files: what stands elsewhere is put where the whole document would have it.

Names, pointers and everything made from them are then the same however a document is cut into files; nodes keep the
places that they were read from. Schemas become components, everything else is put in place of the reference to it.
References by `$id`, `$anchor` and `$dynamicRef` become references by place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from generator.diagnostics import Diagnostics, Related, Severity, register
from generator.document.anatomy import children, maps_of
from generator.document.files import DANGLING, Files, Refusal, dead_end
from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode, Sources, copied, place_within
from generator.document.resources import Place, Resource, Resources, candidates, tokens
from generator.document.similar import Similar
from generator.source import Location, pointer_join, pointer_token
from generator.values import Mutable, Value, field

CYCLIC = register(
    "cyclic-reference", Severity.WARNING, "A `$ref` leads back to itself and never to an object; it is left out."
)
RENAMED = register(
    "renamed-reference",
    Severity.WARNING,
    "A schema of another file is called like one of this document, so its type is called otherwise.",
)
LEFT_OUT: Final = "; the reference is left out"
"""What becomes of every reference that leads nowhere: a schema allows anything in its place, other objects lack it."""

_HOMES: Final = {"document": "/components/schemas", "swagger": "/definitions"}
_VERBS: Final = "(?:get|put|post|delete|options|head|patch|trace)"
_ELSEWHERE: Final = (
    re.compile(
        rf"""\$(?:
            ref(?<!/\$ref)(?!["']?\s*:\s*["']?\#(?:/|["'\s]))  # a path may end with `/$ref`
            |ref["']?\s*:\s*(?:"(?:[^"\\]|\\.)*/{_VERBS}"|'(?:[^']|'')*/{_VERBS}')
            |(?:id|self|anchor|dynamicRef)\b
        )""",
        re.VERBOSE,
    ),
    re.compile(r"\\(?:u00|U000000|x)(?:24|6[1-9A-Fa-f]|7[0-9Aa])"),  # any letter of a key may be escaped
)
"""What there is in texts with references to elsewhere. Each begins with one character, for which a search is quick."""
_FILES: Final = (".yaml", ".yml", ".json")
_FILE: Final = re.compile(r""":\s*["']?[^\s"'#]+\.(?:ya?ml|json)["']?\s*(?:[,}]|$)""", re.MULTILINE)


def is_whole(entry: LoadedFile, texts: Iterable[str]) -> bool:
    """Whether a document refers to nothing but places in itself; `texts` are all that its nodes were made from."""
    texts = tuple(texts)
    if any(pattern.search(text) for text in texts for pattern in _ELSEWHERE):
        return False
    return not any(map(_FILE.search, texts)) or not any(map(_maps_to_file, _below(entry.root)))


def _maps_to_file(node: MapNode) -> bool:
    """Whether a discriminator in a node says that a value stands for what is in another file."""
    mapping = _mapping_of(node)
    return mapping is not None and any(isinstance(name, str) and name.endswith(_FILES) for name in mapping.values())


def _mapping_of(node: MapNode) -> MapNode | None:
    """What the values of a schema's discriminator stand for, where it says so."""
    found = node.get("discriminator")
    mapping = found.get("mapping") if isinstance(found, MapNode) else None
    return mapping if isinstance(mapping, MapNode) else None


def bundle(
    entry: LoadedFile, files: Files, sources: Sources, diagnostics: Diagnostics, *, kind: str = "document"
) -> set[tuple[str, int, int]]:
    """Make the nodes of `entry` a whole document of a kind of `CHILDREN`.

    The result are the places (file, line, column) of the references that were reported to lead nowhere.
    """
    bundling = _Bundling(entry, files, sources, diagnostics, kind)
    bundling.run()
    return bundling.lost


class _Spot(Value):
    """Where the walk is: the resource, the pointer in its file, and that in the whole document (None: not known)."""

    resource: Resource
    pointer: str
    whole: str | None

    def below(self, way: tuple[str | int, ...], resource: Resource) -> _Spot:
        whole = None if self.whole is None else pointer_join(self.whole, *way)
        return _Spot(resource, pointer_join(self.pointer, *way), whole)


class _Site(Mutable, eq=False):
    """A reference to a schema: the node and key that hold it, and what it is found to lead to.

    `component` is the name of the component of the entry that is this reference and no more. The first of `chain` is
    what it names, the last what stands at the end of a chain of references that are no more than that.
    """

    node: MapNode
    key: str
    spot: _Spot
    component: str | None = None
    chain: tuple[Place, ...] = ()


class _Bundling(Mutable):
    """The making of one document."""

    entry: LoadedFile
    files: Files
    sources: Sources
    diagnostics: Diagnostics
    kind: str
    lost: set[tuple[str, int, int]] = field(default_factory=set)
    resources: Resources = field(default_factory=Resources)
    sites: list[_Site] = field(default_factory=list)
    pending: list[_Site] = field(default_factory=list)
    placed: dict[tuple[str, str], str] = field(default_factory=dict)
    walked: set[int] = field(default_factory=set)
    open: set[int] = field(default_factory=set)
    similar: Similar = field(default_factory=Similar)

    def run(self) -> None:
        root = self.resources.add(self.entry, self.files.entry_uri)
        self._walk(self.kind, self.entry.root, _Spot(root, "", ""))
        self._settle()
        self._assign()
        self._rewrite()

    # The walk: what is no schema is put in place at once, references to schemas are collected.

    def _walk(self, kind: str, node: Any, spot: _Spot) -> None:
        """Look for references in an object."""
        if not isinstance(node, MapNode) or id(node) in self.walked:
            return
        self.walked.add(id(node))
        self.open.add(id(node))
        if kind == "schema":
            self._collect(node, spot)
        moved = {key: self._moved(held, spot.below((key,), spot.resource)) for key, held in maps_of(kind, node)}
        found = list(children(kind, node))
        found.sort(key=lambda child: child[2] != ("components",))  # so that components have what they share with others
        for container, key, way, child in found:
            base = moved.get(str(way[0])) if len(way) > 1 else None
            start, rest = (spot, way) if base is None else (base, way[1:])
            resource = self.resources.within(start.resource, container[key])  # type: ignore[index] # it is one of its own
            below = start.below(rest, resource)
            if child != "schema":
                below = self._in_place(child, container, key, below)
            elif self._is_component(kind, way, spot):
                self._component(container, str(key), below)  # type: ignore[arg-type] # a mapping, whose keys are names
            self._walk(child, container[key], below)  # type: ignore[index] # likewise
        self.open.discard(id(node))

    def _is_component(self, kind: str, way: tuple[str | int, ...], spot: _Spot) -> bool:
        return kind in ("components", self.kind) and f"{spot.whole}/{way[0]}" == self._home()

    def _home(self) -> str:
        """The pointer of the mapping of all schemas that have a name."""
        return _HOMES[self.kind]

    def _named(self, name: str) -> str:
        """The pointer of the schema that has a name."""
        return f"{self._home()}/{pointer_token(name)}"

    def _schemas(self) -> MapNode:
        """The mapping of all schemas that have a name."""
        node = self.entry.root
        for key in tokens(self._home()):
            node = _mapping(node, key)
        return node

    def _component(self, schemas: MapNode, name: str, spot: _Spot) -> None:
        """Note a component that is a reference and no more."""
        node = schemas[name]
        if _is_reference(node):
            self.walked.add(id(node))
            self._note(_Site(node, "$ref", spot, component=name))

    def _collect(self, node: MapNode, spot: _Spot) -> None:
        for key in ("$ref", "$dynamicRef"):
            if isinstance(node.get(key), str):
                self._note(_Site(node, key, spot))
        mapping = _mapping_of(node)
        if mapping is not None:
            for value, name in mapping.items():
                if isinstance(name, str) and (re.search("[#/]", name) or name.endswith(_FILES)):
                    self._note(_Site(mapping, value, spot))

    def _note(self, site: _Site) -> None:
        if not (site.key == "$ref" and self._stands(site)):
            self.pending.append(site)

    def _stands(self, site: _Site) -> bool:
        """Whether a reference is good as it is: it names a place of the entry, and stands in no other resource."""
        reference = site.node[site.key]
        if self.kind == "swagger" and reference in self._schemas():  # as Swagger 1.2 refers to models
            return True
        if site.spot.resource is not self.resources.whole(self.entry) or not reference.startswith("#/"):
            return False
        return self.resources.at(site.spot.resource, unquote(reference[1:])) is not None

    def _moved(self, held: MapNode, spot: _Spot) -> _Spot | None:
        """Take in a whole mapping of objects that stands elsewhere; the result is where its own objects stand."""
        if not isinstance(held.get("$ref"), str):
            return None
        found = self._found(held, "$ref", spot)
        if found is None or not isinstance(found.node, MapNode):
            return None
        del held["$ref"], held.places["$ref"]
        if spot.whole is not None:
            self.placed.setdefault(found.key, spot.whole)
        for key, value in found.node.items():
            if key not in held:
                held.put(key, value, found.node.places[key])
        return _Spot(found.resource, found.pointer, spot.whole)

    def _in_place(self, kind: str, container: Any, key: str | int, spot: _Spot) -> _Spot:
        """Put what a reference leads to in its place, once; where it is met again, it is referred to there."""
        node = container[key]
        if not isinstance(node, MapNode) or not isinstance(node.get("$ref"), str):
            return spot
        is_local = spot.resource is self.resources.whole(self.entry) and node["$ref"].startswith("#/")
        if is_local and kind not in _NEVER_REFERRED:
            return spot
        found = self._found(node, "$ref", spot)
        if found is None:
            return spot
        chain = self._chased(found, node, spot)
        if not chain:
            return spot
        found = chain[-1]
        whole = self._whole(found)
        if whole is not None and kind not in _NEVER_REFERRED:
            node["$ref"] = f"#{whole}"
            return spot
        if id(found.node) in self.open:
            self._report_circle(node, spot)
            return spot
        container[key] = _merged(node, found.node)
        if whole is None and spot.whole is not None:
            self.placed[found.key] = spot.whole
        return _Spot(found.resource, found.pointer, spot.whole)

    def _whole(self, found: Place) -> str | None:
        """Where something stands in the whole document, if that is known."""
        if found.file is self.entry:
            return found.pointer
        pointer = found.pointer
        while True:
            whole = self.placed.get((found.file.name, pointer))
            if whole is not None:
                return whole + found.pointer[len(pointer) :]
            if not pointer:
                return None
            pointer = pointer.rpartition("/")[0]

    # Finding

    def _found(self, node: MapNode, key: str, spot: _Spot) -> Place | None:
        """What a reference leads to; None, reported, where it leads nowhere."""
        reference = node[key]
        found = self._resolve(reference, spot.resource)
        if isinstance(found, Place):
            return found
        location = self._location(node, key, spot)
        refusal = found or self._why_dangling(reference, spot.resource)
        message = f"{reference} {refusal.why}{LEFT_OUT}"
        self.diagnostics.report(refusal.code, message, location, hint=refusal.hint, related=refusal.related)
        return None

    def _resolve(self, reference: str, resource: Resource, depth: int = 0) -> Place | Refusal | None:
        """What a reference leads to, or why not; None where there is no such place in its file."""
        whole = self.resources.whole(resource.file)
        refused: Refusal | None = None
        for uri, fragment in candidates(reference, resource, whole, self.files.uri_of(resource.file)):
            holder = self._holder(uri, resource.file)
            if isinstance(holder, Refusal):
                refused = refused or holder
                continue
            found = self._point(holder, fragment, depth)
            if found is not None:
                return found
        return refused

    def _holder(self, uri: str, referrer: LoadedFile) -> Resource | Refusal:
        known = self.resources.by_uri.get(uri)
        if known is not None:
            return known
        path = urlsplit(uri)._replace(query="").geturl() if uri.startswith("file:") else uri
        found = self.files.get(path, referrer)
        if isinstance(found, Refusal):
            return found
        return self.resources.by_uri.get(path) or self.resources.add(found, path)

    def _point(self, holder: Resource, fragment: str, depth: int) -> Place | None:
        if fragment and not fragment.startswith("/"):
            pointer = holder.anchors.get(fragment)
            whole = self.resources.whole(holder.file)
            return None if pointer is None else self.resources.at(whole, pointer)
        return self.resources.at(holder, fragment) or self._beyond(holder, fragment, depth)

    def _beyond(self, holder: Resource, pointer: str, depth: int) -> Place | None:
        """What a pointer leads to that goes on beyond a reference on its way."""
        way = ""
        for token in tokens(pointer):
            there = self.resources.at(holder, way)
            if there is None or depth > _CHAIN:
                return None
            reference = there.node.get("$ref") if isinstance(there.node, MapNode) else None
            if isinstance(reference, str) and token not in there.node:
                found = self._resolve(reference, there.resource, depth + 1)
                if not isinstance(found, Place):
                    return None
                rest = found.pointer + pointer[len(way) :]
                return self._point(self.resources.whole(found.file), rest, depth + 1)
            way = f"{way}/{pointer_token(token)}"
        return None

    def _why_dangling(self, reference: str, resource: Resource) -> Refusal:
        uri, fragment = next(
            candidates(reference, resource, self.resources.whole(resource.file), self.files.uri_of(resource.file))
        )
        holder = self.resources.by_uri.get(uri, resource)
        if fragment and not fragment.startswith("/"):
            hint = (
                self.similar.hint(fragment, holder.anchors) or "a place is written as #/components/schemas/" + fragment
            )
            return Refusal(code=DANGLING, why="names an anchor that is not there", hint=hint)
        node, way = holder.node, "#"
        for token in tokens(fragment):
            inner = self.resources.at(holder, f"{way[1:]}/{pointer_token(token)}")
            if inner is None:
                return dead_end(node, way, token, self.similar)
            node, way = inner.node, f"{way}/{pointer_token(token)}"
        return Refusal(code=DANGLING, why="leads to nothing")

    def _chased(self, found: Place, node: MapNode, spot: _Spot) -> tuple[Place, ...]:
        """A chain of references that are no more than that, to its end; empty, reported, for a circle."""
        passed = {found.key: found}
        while found.file is not self.entry and _is_reference(found.node):
            onward = self._resolve(found.node["$ref"], found.resource)
            if not isinstance(onward, Place):
                break
            if onward.key in passed:
                self._report_circle(node, spot)
                return ()
            passed[onward.key] = found = onward
        return tuple(passed.values())

    def _report_circle(self, node: MapNode, spot: _Spot) -> None:
        location = self._location(node, "$ref", spot)
        self.diagnostics.report(CYCLIC, f"{node['$ref']} leads back to itself{LEFT_OUT}", location)

    def _location(self, node: MapNode, key: str, spot: _Spot) -> Location:
        """Where a reference stands that leads nowhere; nobody reports it again."""
        location = self.sources.location(place_within(node, key), pointer_join(spot.pointer, key))
        self.lost.add((location.file, location.line, location.column))
        return location

    # Schemas

    def _settle(self) -> None:
        """Find what references to schemas lead to, and look for more in what is found. The network is asked last."""
        while self.pending:
            waiting = self.pending
            self.pending = []
            near: list[_Site] = []
            later: list[_Site] = []
            for site in waiting:
                (near if self._is_near(site) else later).append(site)
            chosen, self.pending = (near, later) if near else (later[:1], later[1:])
            for site in chosen:
                self._find(site)

    def _is_near(self, site: _Site) -> bool:
        """Whether the network need not be asked for what a reference leads to."""
        file = site.spot.resource.file
        uris = candidates(site.node[site.key], site.spot.resource, self.resources.whole(file), self.files.uri_of(file))
        uri = next(uris)[0]
        return uri in self.resources.by_uri or not uri.startswith(("http:", "https:")) or self.files.is_known(uri)

    def _find(self, site: _Site) -> None:
        direct = self._found(site.node, site.key, site.spot)
        if direct is None:
            return
        site.chain = self._chased(direct, site.node, site.spot) if site.key == "$ref" else (direct,)
        if not site.chain:
            return
        if site.key == "$ref":
            self._specialise(site, direct)
        self.sites.append(site)
        for place in site.chain:
            if place.file is not self.entry and id(place.node) not in self.walked:
                self._walk("schema", place.node, _Spot(place.resource, place.pointer, None))
                self._find_heirs(place)

    def _find_heirs(self, base: Place) -> None:
        """Take in what extends a base beside it, where a discriminator tells them apart: nothing refers to those."""
        if not isinstance(base.node, MapNode) or "discriminator" not in base.node:
            return
        beside = self.resources.at(self.resources.whole(base.file), base.pointer.rpartition("/")[0])
        for name, node in beside.node.items() if beside is not None and isinstance(beside.node, MapNode) else ():
            parts = node.get("allOf") if isinstance(node, MapNode) else None
            for part in parts if isinstance(parts, ListNode) else ():
                reference = part.get("$ref") if isinstance(part, MapNode) else None
                found = self._resolve(reference, base.resource) if isinstance(reference, str) else None
                if isinstance(found, Place) and found.key == base.key:
                    pointer = pointer_join(base.pointer.rpartition("/")[0], name)
                    holder = MapNode(part.place)
                    holder.put("$ref", f"#{pointer}", part.place)
                    self.pending.append(_Site(holder, "$ref", _Spot(self.resources.whole(base.file), pointer, None)))

    def _specialise(self, site: _Site, target: Place) -> None:
        """Put a copy of what is referred to in place, where the holder gives it another meaning by a dynamic anchor."""
        given = {
            name: pointer
            for name, pointer in site.spot.resource.dynamic.items()
            if target.resource.dynamic.get(name, pointer) != pointer
        }
        holder = site.spot.resource
        if holder is target.resource or not given or site.component is not None:
            return
        if holder.node is not site.node or target.node is not target.resource.node:
            return
        copy: MapNode = copied(target.node)
        used = [node for node in _below(copy) if str(node.get("$dynamicRef", ""))[1:] in given]
        if not used:
            return
        whole = self.resources.whole(holder.file)
        for node in used:
            pointer = given[node.pop("$dynamicRef")[1:]]
            place = node.places.pop("$dynamicRef")
            bound = self.resources.at(whole, pointer)
            node.put("$ref", f"#{pointer}", place)
            if bound is not None:
                self.sites.append(_Site(node, "$ref", _Spot(whole, pointer, None), chain=(bound,)))
            self.walked.add(id(node))
        del site.node["$ref"], site.node.places["$ref"]
        for key in ("$id", "$defs", "$dynamicAnchor", "$anchor"):
            copy.pop(key, None)
        self._walk("schema", copy, _Spot(target.resource, target.pointer, None))
        for key, value in copy.items():
            if key not in site.node:
                site.node.put(key, value, copy.places[key])

    def _assign(self) -> None:
        """Give each schema of another file its place in the whole document."""
        components = [site for site in self.sites if site.component is not None]
        for site in components:
            if site.chain[0].file is not self.entry:
                self.placed.setdefault(site.chain[0].key, self._named(site.component or ""))
        for site in components:
            self._pass_through(site)
        targets = {site.chain[-1].key: site.chain[-1] for site in self.sites if self._last_whole(site) is None}
        for target in sorted(targets.values(), key=lambda t: (t.pointer.count("/"), t.file.name, t.pointer)):
            if self._whole(target) is None:
                self.placed[target.key] = self._new_component(target)

    def _pass_through(self, site: _Site) -> None:
        """Let a component be what its chain ends in, unless that is a component itself."""
        if self.placed.get(site.chain[0].key) != self._named(site.component or ""):
            return
        for place in site.chain[1:]:
            if self._whole(place) is not None:
                return
            self.placed[place.key] = self._named(site.component or "")

    def _last_whole(self, site: _Site) -> str | None:
        """Where what a reference leads to stands in the whole document, the first that does of its chain."""
        return next((whole for place in site.chain if (whole := self._whole(place)) is not None), None)

    def _new_component(self, target: Place) -> str:
        """Make a component of a schema that has no other place."""
        schemas = self._schemas()
        wanted = name = _name(target)
        number = 1
        while name in schemas:
            number += 1
            name = f"{wanted}{number}"
        if name != wanted:
            location = self.sources.location(getattr(target.node, "place", target.file.root.place), target.pointer)
            first = self.sources.location(schemas.places[wanted], self._named(wanted))
            message = f'"{wanted}" of {target.file.name} is called {name}, since another schema is called {wanted}'
            self.diagnostics.report(RENAMED, message, location, related=(Related("the other one", first),))
        schemas.put(name, target.node, getattr(target.node, "place", target.file.root.place))
        return self._named(name)

    def _rewrite(self) -> None:
        schemas = self._schemas() if self.sites else None
        for site in self.sites:
            whole = self._last_whole(site)
            own = self._own(site)
            if own and schemas is not None and site.component is not None:
                schemas[site.component] = own[-1].node
            elif whole is not None and site.key in site.node:
                self._refer(site, whole)

    def _own(self, site: _Site) -> list[Place]:
        """What a component is, of the chain that it refers to; empty for what is no component, or but refers to one."""
        if site.component is None:
            return []
        named = self._named(site.component)
        return [place for place in site.chain if self.placed.get(place.key) == named]

    def _refer(self, site: _Site, whole: str) -> None:
        place = site.node.places[site.key]
        key = "$ref" if site.key == "$dynamicRef" else site.key
        if key != site.key:
            del site.node[site.key], site.node.places[site.key]
        if key not in site.node or key == site.key:
            site.node.put(key, f"#{whole}", place)


_CHAIN: Final = 50
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
"""What the name of a component may not contain."""
_NEVER_REFERRED: Final = frozenset({"operation", "components"})
"""Objects that OpenAPI lets nothing refer to, so that no later stage follows references to them."""
_STRUCTURAL: Final = frozenset(
    [
        "schema",
        "items",
        "properties",
        "additionalProperties",
        "content",
        "schemas",
        "components",
        "definitions",
        "$defs",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "prefixItems",
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "requestBody",
        "paths",
        "patternProperties",
        "itemSchema",
    ]
)


def _is_reference(node: Any) -> bool:
    return isinstance(node, MapNode) and list(node) == ["$ref"] and isinstance(node["$ref"], str)


def _merged(node: MapNode, target: Any) -> Any:
    """What a reference leads to, with what stands beside the reference."""
    if len(node) == 1 or not isinstance(target, MapNode):
        return target
    merged = MapNode(target.place)
    for source in (target, node):
        for key, value in source.items():
            if key != "$ref" or source is target:
                merged.put(key, value, source.places[key])
    return merged


def _mapping(node: MapNode, key: str) -> MapNode:
    held = node.get(key)
    if not isinstance(held, MapNode):
        held = MapNode(node.place)
        node.put(key, held, node.place)
    return held


def _name(target: Place) -> str:
    """What a schema of another file is called: by the last key of its pointer that is a name, else by its file."""
    way = tokens(target.pointer)
    if way and way[0] == "paths":  # a place inside an operation: its path and verb say what it is
        return _UNSAFE.sub("_", "_".join(way[1:3])).strip("_") or _stem(target.file)
    inner = way.index("properties") if "properties" in way else len(way)
    outer = [token for token in way[:inner] if _is_name(token)]
    words = (outer[-1] if outer else _stem(target.file), *filter(_is_name, way[inner:]))
    return _UNSAFE.sub("_", "_".join(words))


def _is_name(token: str) -> bool:
    return token not in _STRUCTURAL and not token.isdecimal()


def _stem(file: LoadedFile) -> str:
    """What a file is called without its ending; where that says nothing, its folder."""
    path = PurePosixPath(unquote(urlsplit(file.url).path) if file.url else file.name.replace("\\", "/"))
    stem = path.name
    for suffix in (".yaml", ".yml", ".json", ".schema"):
        stem = stem.removesuffix(suffix)
    says_nothing = stem in ("index", "_index", "") and path.parent.name
    return path.parent.name if says_nothing else stem or "Schema"


def _below(node: Any) -> Iterator[MapNode]:
    """All mappings at and below a node."""
    pending = [node]
    while pending:
        value = pending.pop()
        if isinstance(value, MapNode):
            yield value
            pending += value.values()
        elif isinstance(value, ListNode):
            pending += value
