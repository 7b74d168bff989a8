"""What stands behind the package where it is published: its licence, who stands for it, where it comes from.

The config's words win over the document's. What is no licence by SPDX's rules, or no address of the web, is left out:
the package index refuses a distribution that says it.
"""

from __future__ import annotations

import re
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from generator.config.model import Config
from generator.document.model import Document
from generator.ir.package import Publication, SecurityPolicy

_KNOWN_NAMES: Final = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "mit license": "MIT",
    "mozilla public license 2.0": "MPL-2.0",
    "the mit license": "MIT",
}
"""What documents call licences in words."""
_WEB: Final = re.compile(r"https?://[A-Za-z0-9][!#-;=?-Z_a-z~]*")
_NO_WORD: Final = re.compile(r"[^A-Za-z0-9.]+")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def license_of(document: Document, config: Config) -> str:
    """The licence that somebody named: one that SPDX does not know is a licence of the owner's own."""
    if config.license is None:
        return _spdx(document.license)
    said = config.license.name
    return _spdx(said) or f"LicenseRef-{_NO_WORD.sub('-', said).strip('-') or 'Own'}"


def contact_of(document: Document, config: Config) -> str | None:
    """The address of the package's author."""
    email = document.contact.email
    return config.organization.contact or (email if _ADDRESS.fullmatch(email) else None)


def publication(document: Document, config: Config) -> Publication:
    """All that is known of where the package comes from."""
    organization, release = config.organization, config.release
    docs = document.external_docs
    return Publication(
        licensed=bool(license_of(document, config)),
        author=document.contact.name,
        homepage=_web(document.contact.url),
        docs=_web(organization.docs or "") or (_web(docs.url) if docs else ""),
        terms=_web(document.terms_of_service),
        repository=release.repository or "",
        branch=release.branch or "main",
        index=release.index,
        environment=release.environment or "",
        owners=release.owners,
        readme_title=config.readme_title or "",
        security=SecurityPolicy(
            contact=organization.security_contact or organization.contact or "",
            url=_web(organization.security_policy_url or ""),
            terms=organization.security_policy_terms or "",
        ),
    )


def _spdx(name: str) -> str:
    """An expression as SPDX writes it; empty for what is none."""
    if not name.strip() or not name.isascii():
        return ""
    try:
        return canonicalize_license_expression(_KNOWN_NAMES.get(" ".join(name.lower().split()), name))
    except InvalidLicenseExpression:
        return ""


def _web(url: str) -> str:
    return url if _WEB.fullmatch(url) else ""
