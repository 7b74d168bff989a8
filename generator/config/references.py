"""References from one entry of the config to another."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from generator.config.model import Config, HttpMethod, MethodConfig, ModelAlias, ModelConfig
from generator.diagnostics import Diagnostics, Severity, register
from generator.source import Location
from generator.values import Mutable, replace

DANGLING = register(
    "dangling-config-reference", Severity.WARNING, "An entry of the SDK config names another one that is not there."
)


def resolved(config: Config, diagnostics: Diagnostics) -> Config:
    """The config with the models that methods name replaced by schemas; names of nothing are reported and left out."""
    resolver = _Resolver(config, diagnostics)
    return replace(config, methods=tuple(resolver.method(method) for method in config.methods))


class _Resolver(Mutable):
    config: Config
    diagnostics: Diagnostics

    def method(self, method: MethodConfig) -> MethodConfig:
        if not isinstance(method, HttpMethod):
            return method
        return self._with_event(self._with_scheme(method))

    def _with_scheme(self, method: HttpMethod) -> HttpMethod:
        if not isinstance(method.paginated, str):
            return method
        names = [scheme.name for scheme in self.config.pagination or ()]
        if method.paginated in names:
            return method
        report_dangling("pagination scheme", method.paginated, names, method.location, self.diagnostics)
        return replace(method, paginated=None)

    def _with_event(self, method: HttpMethod) -> HttpMethod:
        streaming = method.streaming
        if streaming is None or streaming.event is None:
            return method
        models = self._models()
        target = models.get(streaming.event)
        if target is None:
            report_dangling("model", streaming.event, models, streaming.location, self.diagnostics)
        return replace(method, streaming=replace(streaming, event=target))

    def _models(self) -> dict[str, str]:
        """The schemas of all models by their dotted names, aliases included."""
        models = {_dotted(m): m.target for m in self.config.models if isinstance(m, ModelConfig)}
        for alias in self.config.models:
            if isinstance(alias, ModelAlias):
                target = models.get(".".join((*alias.resource, alias.to)))
                if target is not None:
                    models[_dotted(alias)] = target
        return models


def report_dangling(kind: str, name: str, names: Iterable[str], location: Location, diagnostics: Diagnostics) -> None:
    """Report the name of something that is not among those that there are."""
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}?" if near else None
    diagnostics.report(DANGLING, f'there is no {kind} "{name}"', location, hint=hint)


def _dotted(model: ModelConfig | ModelAlias) -> str:
    return ".".join((*model.resource, model.name))
