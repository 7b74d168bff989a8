"""Names and places of types, beyond those of single models."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.model import AnswerName, EventFamily, NestedName, Rename, TypesConfig
from generator.config.section import Section


def read_types(section: Section) -> TypesConfig:
    """The section `sdkgen.types`."""
    renames = section.section("renames")
    return TypesConfig(
        packages=tuple(tuple(path.split(".")) for path in section.texts("packages")),
        owners=tuple(tuple(path.split(".")) for path in section.texts("owners")),
        renames=tuple(Rename(pattern=p, to=renames[p], location=renames.location(p)) for p in renames),
        answers=tuple(AnswerName(component=n, location=at) for n, at in section.located_texts("answers")),
        answer_names=section["answer_names"],
        nested=tuple(_nested(section)),
        events=tuple(_events(section)),
        deep_names=None if section["deep_names"] is None else section.texts("deep_names"),
        field_order=section["field_order"] or "document",
    )


def _nested(section: Section) -> Iterator[NestedName]:
    for module, names in section.sections("nested"):
        for name in names:
            yield NestedName(module=module, name=name, target=names[name], location=names.location(name))


def _events(section: Section) -> Iterator[EventFamily]:
    for resource, family in section.sections("events"):
        for key in ("sent", "received"):
            said = family[key]
            if said is None:
                continue
            named = isinstance(said, str)
            yield EventFamily(
                resource=tuple(resource.split(".")),
                name=said if named else said["name"],
                members=None if named else said["members"],
                is_sent=key == "sent",
                location=family.location(key),
            )
