"""The programs in the guides of a project, which have a client already."""

from __future__ import annotations

import re

from generator.ir.package import Package


def programs(package: Package, guide: str) -> list[str]:
    """The programs of a guide."""
    (page,) = (page.text for page in package.guides if page.name == guide)
    return re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
