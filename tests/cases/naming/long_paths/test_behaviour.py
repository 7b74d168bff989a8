"""Resources and types whose modules are called otherwise than they are, as callers reach them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.driver import Driver
from tests.support.server import reply_json

_LONGEST = 120


def test_resources_are_reached_by_their_names(api: Driver) -> None:
    """A method of a resource with a long path is called and answers as any other."""
    api.server.script(reply_json([{"name": "One"}]), reply_json({"name": "Two"}))

    def catalogs(client: Any) -> Any:
        return client.identity_governance.entitlement_management.access_package_catalogs_of_connected_organizations

    listed = api.run(lambda client: catalogs(client).list(limit=1))
    assert listed[0].name == "One"
    found = api.run(lambda client: catalogs(client).resources_incompatible_with_access_packages.list("1"))
    assert found.name == "Two"
    assert type(found).__name__ == "ResourcesIncompatibleWithAccessPackageListResponse"


def test_no_path_is_too_long(package: Any) -> None:
    """No file of the package stands deeper than file systems bear."""
    root = Path(package.__file__).parent
    paths = [
        path.relative_to(root.parent).as_posix() for path in root.rglob("*.py*") if "__pycache__" not in path.parts
    ]
    assert paths and max(map(len, paths)) <= _LONGEST
