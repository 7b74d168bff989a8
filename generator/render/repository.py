"""What a repository needs around the package: workflows that test and release it, and a policy for weaknesses.

Where a text of the owner's goes into a workflow, only `workflow_string` writes it, and no script holds one.
"""

from __future__ import annotations

import re
from typing import Final

from generator.ir.package import Package
from generator.python.code import Code
from generator.python.literals import name
from generator.render.markdown import Markdown, code_span, link, prose, web_target, words
from generator.render.metadata import PYTHONS, repository_url
from generator.render.recipes import FileRecipe, prepared
from generator.render.yaml import workflow_condition, workflow_string
from generator.values import Value

_INDEX_ENVIRONMENT: Final = "pypi"
_OWNER: Final = re.compile(r"@[A-Za-z0-9-]+(/[A-Za-z0-9._-]+)?|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
_UNQUOTED: Final = re.compile(r"[!-~]*")
"""What may stand in a pattern of files without changing the lines around it."""


class TestsView(Value, kw_only=True):
    """`ci.yml`: `newest` is the Python that the distribution is built with."""

    branch: Code
    package: Code
    pythons: Code
    newest: Code


class ReleaseView(Value, kw_only=True):
    """`release.yml`: `on_branch` is whether a run is for `branch`; `environment` is that of the release on the
    index."""

    branch: Code
    on_branch: Code
    newest: Code
    publishes: bool
    environment: Code


class SecurityView(Value, kw_only=True):
    """`SECURITY.md`: how weaknesses are reported, and what the owner says of that."""

    title: Markdown
    ways: tuple[Markdown, ...]
    terms: Markdown


class OwnersView(Value, kw_only=True):
    """`CODEOWNERS`: a line for each pattern."""

    lines: tuple[Code, ...]


class PlainView(Value, kw_only=True):
    """A file that is the same for every package."""


def repository_files(package: Package) -> dict[str, FileRecipe]:
    """What every file of the repository is made from, by its path below the output folder."""
    files = {
        ".github/dependabot.yml": prepared("repository/dependabot.yml.jinja", PlainView()),
        ".github/workflows/ci.yml": prepared("repository/ci.yml.jinja", _tests(package)),
        ".github/workflows/release.yml": prepared("repository/release.yml.jinja", _release(package)),
        "SECURITY.md": prepared("repository/security.md.jinja", _security(package)),
    }
    owners = _owners(package)
    if owners.lines:
        files[".github/CODEOWNERS"] = prepared("repository/codeowners.jinja", owners)
    return dict(files)


def _tests(package: Package) -> TestsView:
    return TestsView(
        branch=workflow_string(package.publication.branch),
        package=name(package.name),
        pythons=Code(", ".join(map(workflow_string, PYTHONS))),
        newest=workflow_string(PYTHONS[-1]),
    )


def _release(package: Package) -> ReleaseView:
    publication = package.publication
    return ReleaseView(
        branch=workflow_string(publication.branch),
        on_branch=workflow_condition("github.ref_name", publication.branch),
        newest=workflow_string(PYTHONS[-1]),
        publishes=bool(publication.index),
        environment=workflow_string(publication.environment or _INDEX_ENVIRONMENT),
    )


def _security(package: Package) -> SecurityView:
    policy, repository = package.publication.security, repository_url(package)
    ways = []
    if policy.contact:
        ways.append(Markdown(f"by e-mail to {code_span(policy.contact)}"))
    if web_target(policy.url, ""):
        ways.append(Markdown(f"as {link(words('the policy of the publisher'), policy.url)} says"))
    if repository:
        form = link(words("a private advisory"), f"{repository}/security/advisories/new")
        ways.append(Markdown(f"through {form} of this repository"))
    return SecurityView(title=words(package.project_name), ways=tuple(ways), terms=prose(policy.terms))


def _owners(package: Package) -> OwnersView:
    """The lines that can be written: owners by name or address, and patterns without blanks or comments in them."""
    lines = (
        " ".join((pattern, *people))
        for pattern, owners in package.publication.owners
        if _is_pattern(pattern) and (people := [owner for owner in owners if _OWNER.fullmatch(owner)])
    )
    return OwnersView(lines=tuple(map(Code, lines)))


def _is_pattern(text: str) -> bool:
    return bool(text) and bool(_UNQUOTED.fullmatch(text)) and not text.startswith("#")
