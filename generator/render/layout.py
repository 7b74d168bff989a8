"""Where things live in the generated package: dotted module names below the package, and the files they are in."""

from __future__ import annotations

from generator.ir.extensions import Extension
from generator.ir.package import Package, Resource
from generator.python.imports import Local
from generator.python.literals import dotted
from generator.values import replace

_RECEIVER = ("webhooks",)


def receiver_path(package: Package) -> tuple[str, ...] | None:
    """The path of the resource that receives webhook events; None where the package has none to receive."""
    return None if package.webhook_event is None else _RECEIVER


def callbacks_path(package: Package) -> tuple[str, ...] | None:
    """The path of the resource that reads the payloads of callbacks; None where the package has none to read."""
    return (package.callbacks_resource,) if package.callbacks else None


def resource_module(resource: Resource) -> str:
    """The module of a resource's classes. A resource with children has a package, and its own module in there."""
    package = resource_package(resource)
    if not resource.children:
        return package
    own = _place(resource)[-1]
    children = {_place(child)[-1] for child in resource.children}
    while own in children:
        own += "_"
    return f"{package}.{own}"


def resource_package(resource: Resource) -> str:
    """The package of a resource with children; for one without, its module."""
    return dotted(".".join(("resources", *_place(resource))))


def _place(resource: Resource) -> tuple[str, ...]:
    return resource.place or resource.path


def outline(resource: Resource) -> Resource:
    """A resource as the modules and pages of others know it: where it and those below it are, not what they can do."""
    return replace(resource, operations=(), waits=(), children=tuple(map(outline, resource.children)))


def bases(extensions: tuple[Extension, ...], class_name: str, plain: Local) -> tuple[Local, ...]:
    """What a generated class derives from: its hand-written extensions, or without any the plain base."""
    return tuple(Local(extension.module, f"{class_name}Extension") for extension in extensions) or (plain,)


def module_file(module: str, suffix: str = ".py") -> str:
    """The file of a module, relative to the package."""
    return dotted(module).replace(".", "/") + suffix


def package_file(package: str, suffix: str = ".py") -> str:
    """The `__init__` file of a package, relative to the generated package (itself: "")."""
    return module_file(f"{package}.__init__" if package else "__init__", suffix)
