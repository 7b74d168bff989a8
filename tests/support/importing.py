"""Importing generated packages: modules of the same text are compiled once, wherever they stand.

Packages have most of their modules in common, and tests import hundreds of packages from temporary folders. What users
import is compiled by Python alone; so are the packages of programs that tests start.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.machinery import FileFinder, SourceFileLoader
from types import CodeType
from typing import Any


def compile_once_below(folder: str) -> None:
    """From now on compile modules below this folder once a text."""
    finder = FileFinder.path_hook((_Loader, [".py"]))

    def hook(path: str) -> Any:
        if not path.startswith(folder):
            raise ImportError(path)
        return finder(path)

    sys.path_hooks.insert(0, hook)


class _Loader(SourceFileLoader):
    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:
        return _placed(_compiled(bytes(data)), path)


@cache
def _compiled(module: bytes) -> CodeType:
    return compile(module, "<generated>", "exec", dont_inherit=True)


def _placed(code: CodeType, path: str) -> CodeType:
    """The same code, which says that it stands in this file."""
    constants = (_placed(one, path) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=path, co_consts=tuple(constants))
