"""What the config says of hand-written code that the package builds on."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.model import (
    AddedTypesConfig,
    ArgumentConfig,
    ExportConfig,
    ExtensionConfig,
    ExtensionsConfig,
    ModuleClientConfig,
    NeedConfig,
    ResourceNamesConfig,
    ResponseFacesConfig,
    SettingConfig,
    VariantConfig,
)
from generator.config.section import Section


def read_extensions(section: Section) -> ExtensionsConfig:
    """The entries, in the file's order."""
    return ExtensionsConfig(
        client=tuple(_extensions_of(section, "client")),
        arguments=tuple(_arguments(section)),
        resources=tuple(_extensions(section.section("resources"))),
        models=tuple(_extensions(section.section("models"))),
        replacements=tuple(_extensions(section.section("replacements"))),
        types=tuple(_types(section)),
        needs=tuple(_needs(section.section("needs"))),
        response_faces=tuple(_response_faces(section)),
        resource_names=tuple(_resource_names(section.section("resource_names"))),
        exports=tuple(_exports(section.section("exports"))),
    )


def _extensions(entries: Section) -> Iterator[ExtensionConfig]:
    return (extension for target in entries for extension in _extensions_of(entries, target))


def _extensions_of(entries: Section, target: str) -> Iterator[ExtensionConfig]:
    """The single module of an entry, or those of its list."""
    if isinstance(entries[target], str):
        yield ExtensionConfig(target=target, module=entries[target], location=entries.location(target))
        return
    for module, location in entries.located_texts(target):
        yield ExtensionConfig(target=target, module=module, location=location)


def _arguments(section: Section) -> Iterator[ArgumentConfig]:
    for name, entry in section.sections("arguments"):
        yield ArgumentConfig(
            name=name,
            module=entry["module"],
            type_name=entry["type"],
            description=entry.text("description") or "",
            location=entry.location(),
        )


def _types(section: Section) -> Iterator[AddedTypesConfig]:
    for target, entry in section.sections("types"):
        yield AddedTypesConfig(
            target=target, module=entry["module"], names=entry.texts("names"), location=entry.location()
        )


def _needs(entries: Section) -> Iterator[NeedConfig]:
    for module in entries:
        yield NeedConfig(module=module, type_name=entries[module], location=entries.location(module))


def _response_faces(section: Section) -> Iterator[ResponseFacesConfig]:
    for module, location in section.located_texts("response_faces"):
        yield ResponseFacesConfig(module=module, location=location)


def _resource_names(entries: Section) -> Iterator[ResourceNamesConfig]:
    for module in entries:
        yield ResourceNamesConfig(module=module, names=entries.texts(module), location=entries.location(module))


def _exports(entries: Section) -> Iterator[ExportConfig]:
    for name in entries:
        location = entries.location(name)
        if isinstance(entries[name], str):
            yield ExportConfig(name=name, module=entries[name], resource=None, location=location)
        else:
            said = entries.section(name)
            yield ExportConfig(name=name, module=said["module"], resource=said.text("resource"), location=location)


def read_module_client(section: Section) -> ModuleClientConfig | None:
    """What the config says of the package as a client; None where it is to be none."""
    if section["module_client"] is None:
        return None
    said = section.section("module_client")
    return ModuleClientConfig(
        setting=said.text("setting"),
        variants=tuple(
            VariantConfig(
                value=value,
                module=entry["module"],
                class_name=entry["class"],
                settings=entry.texts("settings"),
                variables=entry.texts("env"),
                location=entry.location(),
            )
            for value, entry in said.sections("variants")
        ),
        settings=tuple(
            SettingConfig(
                name=name, type=entry.text("type") or "string", module=entry.text("module"), location=entry.location()
            )
            for name, entry in said.sections("settings")
        ),
        location=said.location(),
    )
