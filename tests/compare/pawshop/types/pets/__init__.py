from typing import Any

_LAZY = {"Toy": (".toy", "Toy")}


def __getattr__(name: str) -> Any: ...
