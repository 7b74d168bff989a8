"""The options that commands share, and the request that they make."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from generator.cli.project import OUTPUT, OwnProject, config_beside, default_project, own_project
from generator.request import Request, is_url
from generator.values import Value, replace
from generator.write.manifest import output_version

_PATH: Final = click.Path(path_type=Path)

overlays: Final = click.option(
    "--overlay",
    "overlays",
    type=_PATH,
    multiple=True,
    help="OpenAPI Overlay; repeatable. Default: those of the default project written for the document.",
)
out: Final = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Folder of the SDK. Default: that of the project, else {OUTPUT}.",
)
form: Final = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
package: Final = click.option("--package", metavar="NAME", help="Import name of the generated package.")
force: Final = click.option(
    "--force", is_flag=True, help="Overwrite generated files that were edited, and files in their place."
)
quiet: Final = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
templates: Final = click.option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder whose templates take the place of ours of the same path. Default: what the config says.",
)


def config(whose: str, beside: str) -> Callable[..., Any]:
    """The option for the SDK config: `whose` it is, and `beside` what a default for it stands."""
    text = f"SDK config{whose}. Default: NAME.sdk.yaml or sdk.yaml beside {beside}, else that of the default project."
    return click.option("--config", type=_PATH, help=text)


class Part(Value, kw_only=True):
    """What the command line says about the part of the API."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def _pattern(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns for a part of an API."""
    if texts:
        from generator.config.parts import part_pattern  # noqa: PLC0415 - see the package

        for text in texts:
            if part_pattern(text) is None:
                raise click.BadParameter(f"{text!r} is neither a path nor tag:, operation:, webhook: or resource:NAME")
    return texts


def of_part(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take the options about the part of the API, as one argument `part`."""

    @functools.wraps(command)
    def collecting(*, include: tuple[str, ...], exclude: tuple[str, ...], **others: Any) -> int:
        return command(part=Part(include=include, exclude=exclude), **others)

    for name, text in (
        ("--exclude", "Leave out what the same patterns name; repeatable."),
        ("--include", "Take only these paths (/pets/**, 'get /pets/*'), or tag:, operation:, webhook:, resource:NAME."),
    ):
        collecting = click.option(name, multiple=True, metavar="PATTERN", callback=_pattern, help=text)(collecting)
    return collecting


class Reach(Value, kw_only=True):
    """What the command line says about files that a document refers to."""

    root: Path | None = None
    allow_remote: bool = False
    update_remote: bool = False


def reaching(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take the options about files that documents refer to, as one argument `reach`."""

    @functools.wraps(command)
    def collecting(*, root: Path | None, allow_remote: bool, update_remote: bool, **others: Any) -> int:
        return command(reach=Reach(root=root, allow_remote=allow_remote, update_remote=update_remote), **others)

    options = (
        click.option("--update-remote", is_flag=True, help="With --allow-remote: get anew what was got before."),
        click.option(
            "--allow-remote", is_flag=True, help="Get what URLs name, SPEC included; kept beside a remote.lock."
        ),
        click.option(
            "--root",
            type=click.Path(path_type=Path, file_okay=False, exists=True),
            help="Folder that all files of SPEC stand in. Default: their common folder.",
        ),
    )
    for option in options:
        collecting = option(collecting)
    return collecting


class Named(Value, kw_only=True, dict=True):
    """What the command line says about the files to read. What a config says of its project is read once."""

    spec: str | None
    config: Path | None
    overlays: tuple[Path, ...]
    strict_overlays: bool = False
    reach: Reach = Reach()
    part: Part = Part()

    @functools.cached_property
    def project(self) -> OwnProject | None:
        """The project that a config describes, where the command line names no document."""
        return own_project(self.config) if self.spec is None else None

    def out(self, said: Path | None) -> Path:
        """The folder of the SDK: the one that the command line names, else that of the project."""
        if said is not None:
            return said
        project = self.project
        return Path(OUTPUT) if project is None else project.out

    def request(
        self,
        *,
        package: str | None = None,
        only: frozenset[str] = frozenset(),
        out: Path | None = None,
        version: str | None = None,
        templates: Path | None = None,
        keep_remote: bool = False,
        renews: bool = False,
    ) -> Request:
        """The request, with defaults for what is not said. The version is that of the output, unless one is given.
        With `renews`, a document that a project names by its URL is asked for anew."""
        return replace(
            self._named(renews=renews),
            include=self.part.include,
            exclude=self.part.exclude,
            strict_overlays=self.strict_overlays,
            root=self.reach.root,
            allow_remote=self.reach.allow_remote,
            update_remote=self.reach.update_remote,
            keep_remote=keep_remote,
            package=package,
            only=only,
            out=out,
            version=output_version(out) if version is None and out is not None else version,
            templates=templates,
        )

    def _named(self, *, renews: bool) -> Request:
        """The request with the files that it reads, and no more."""
        own = self.project
        if own is not None:
            return Request(
                spec=own.document,
                config=own.config,
                overlays=self.overlays or own.overlays,
                allow_spec=True,
                update_spec=renews and is_url(own.document),
            )
        project = default_project()
        config = self.config or config_beside(self.spec)
        spec = str(project.document) if self.spec is None else self.spec
        return Request(
            spec=spec if is_url(spec) else str(Path(spec)),
            config=config or project.config,
            config_assumed=config is None and project.config is not None,
            overlays=self.overlays or project.overlays,
            overlays_assumed=not self.overlays,
            carried=project.carried,
        )


def reading(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take SPEC and the options about what is read, as one argument `named`."""

    @functools.wraps(command)
    def collecting(
        *,
        spec: str | None,
        config: Path | None,
        overlays: tuple[Path, ...],
        strict_overlays: bool,
        reach: Reach,
        part: Part,
        **others: Any,
    ) -> int:
        named = Named(
            spec=spec, config=config, overlays=overlays, strict_overlays=strict_overlays, reach=reach, part=part
        )
        return command(named=named, **others)

    strict = click.option(
        "--strict-overlays", is_flag=True, help="Fail when an overlay's action is not needed any more."
    )
    for option in (strict, overlays, config("", "SPEC"), click.argument("spec", required=False)):
        collecting = option(collecting)
    return of_part(reaching(collecting))
