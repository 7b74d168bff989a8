"""Fetch the upstream document that `spec/upstream.lock` names into `.upstream/`, and verify it.

With `--commit SHA` the lock is moved to that commit first. Needs nothing but the standard library.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
import urllib.error
import urllib.request
from dataclasses import dataclass, fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 60


class FetchError(Exception):
    """The document cannot be had; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Which version of the document is meant."""

    repository: str
    file: str
    commit: str
    sha256: str

    @classmethod
    def read(cls, path: Path) -> Lock:
        """The lock as it stands in the repository."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))

    @property
    def url(self) -> str:
        """Where this version is published."""
        return f"https://raw.githubusercontent.com/{self.repository}/{self.commit}/{self.file}"

    def write(self, path: Path) -> None:
        """Replace the values in the lock file and keep its comments."""
        comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        values = [f'{field.name} = "{getattr(self, field.name)}"' for field in fields(self)]
        path.write_text("\n".join([*comments, *values]) + "\n", encoding="utf-8")


def download(url: str) -> bytes:
    """The content behind a URL."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as response:
            content: bytes = response.read()
            return content
    except OSError as error:  # an HTTP status, no network, or a connection that broke
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise FetchError(f"cannot download {url}: {reason}. Is there a network?") from error


def fetch(lock: Lock, folder: Path) -> Path:
    """The verified document in `folder`, downloaded unless it is there already."""
    target = folder / lock.file
    if target.exists() and _sha256(target.read_bytes()) == lock.sha256:
        return target
    content = download(lock.url)
    if _sha256(content) != lock.sha256:
        raise FetchError(f"{lock.url} has the SHA-256 {_sha256(content)}, but spec/upstream.lock says {lock.sha256}")
    folder.mkdir(exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(target)
    return target


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the script and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commit", help="move the lock to this commit")
    commit = parser.parse_args(arguments).commit
    path = root / "spec/upstream.lock"
    lock = Lock.read(path)
    try:
        if commit and commit != lock.commit:
            lock = replace(lock, commit=commit)
            lock = replace(lock, sha256=_sha256(download(lock.url)))
            lock.write(path)
        target = fetch(lock, root / ".upstream")
    except FetchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{target.relative_to(root)} is {lock.repository}/{lock.file} at {lock.commit[:7]}, and its hash is right")
    return 0


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
