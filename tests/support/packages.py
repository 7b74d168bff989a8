"""Generated packages as Python sees them: every module imported, every model built."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
import warnings
from types import ModuleType


def import_everything(package: ModuleType) -> list[ModuleType]:
    """Import all modules of a package; a warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.", onerror=_give_up)
        return [package, *(importlib.import_module(module.name) for module in found)]


def build_models(package: ModuleType) -> int:
    """Build the validator of every model that a package declares; how many there are."""
    base = importlib.import_module(f"{package.__name__}._models").BaseModel
    models = {
        value
        for module in import_everything(package)
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, base) and value is not base
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for model in models:
            model.model_rebuild()
            assert model.__pydantic_complete__, model
    return len(models)


def _give_up(name: str) -> None:
    raise ImportError(name) from sys.exception()
