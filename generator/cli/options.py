"""The options that commands share, and the request that they make."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from generator.cli.project import config_beside, default_project
from generator.request import Request
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
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("output"), show_default=True
)
package: Final = click.option("--package", metavar="NAME", help="Import name of the generated package.")
force: Final = click.option(
    "--force", is_flag=True, help="Overwrite generated files that were edited, and files in their place."
)
quiet: Final = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")


def config(whose: str, beside: str) -> Callable[..., Any]:
    """The option for the SDK config: `whose` it is, and `beside` what a default for it stands."""
    text = f"SDK config{whose}. Default: NAME.sdk.yaml or sdk.yaml beside {beside}, else that of the default project."
    return click.option("--config", type=_PATH, help=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the command line says about the files to read."""

    spec: str | None
    config: Path | None
    overlays: tuple[Path, ...]
    strict_overlays: bool = False

    def request(
        self,
        *,
        package: str | None = None,
        only: frozenset[str] = frozenset(),
        out: Path | None = None,
        version: str | None = None,
    ) -> Request:
        """The request, with defaults for what is not said. The version is that of the output, unless one is given."""
        project = default_project()
        config = self.config or config_beside(self.spec)
        return Request(
            spec=str(project.document if self.spec is None else Path(self.spec)),
            config=config or project.config,
            config_assumed=config is None and project.config is not None,
            overlays=self.overlays or project.overlays,
            overlays_assumed=not self.overlays,
            carried=project.carried,
            strict_overlays=self.strict_overlays,
            package=package,
            only=only,
            out=out,
            version=output_version(out) if version is None and out is not None else version,
        )


def reading(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take SPEC and the options about what is read, as one argument `named`."""

    @functools.wraps(command)
    def collecting(
        *, spec: str | None, config: Path | None, overlays: tuple[Path, ...], strict_overlays: bool, **others: Any
    ) -> int:
        named = Named(spec=spec, config=config, overlays=overlays, strict_overlays=strict_overlays)
        return command(named=named, **others)

    strict = click.option(
        "--strict-overlays", is_flag=True, help="Fail when an overlay's action is not needed any more."
    )
    for option in (strict, overlays, config("", "SPEC"), click.argument("spec", required=False)):
        collecting = option(collecting)
    return collecting
