"""Make the pictures of the site that the README shows: `make pictures`.

Fonts are those of the machine, so pictures of two machines may differ; those of one do not.
"""

from __future__ import annotations

import base64
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.site.browser import SCHEMES, Tab, chromium
from tests.support.program import CONFIG, REPOSITORY, SPEC, sdkgen

FOLDER: Final = REPOSITORY / "docs/pictures"
LARGEST: Final = 150_000


def _method(page: Any) -> None:
    page.evaluate("document.getElementById('create').scrollIntoView()")


def _search(page: Any) -> None:
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search[open]")
    page.keyboard.type("temperature")


def _nothing(page: Any) -> None:
    """The page as it opens."""


PICTURES: Final[dict[str, tuple[str, Callable[[Any], None]]]] = {
    "start": ("index.html", _nothing),
    "method": ("resources/responses.html", _method),
    "type": ("types/chat/chat_completion.html", _nothing),
    "search": ("index.html", _search),
}

# A browser's PNG is large. It reads its own picture again here, in the 256 colours that are seen most.
_INDEXED = """async picture => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
    const surface = new OffscreenCanvas(image.width, image.height).getContext("2d");
    surface.drawImage(image, 0, 0);
    const pixels = new Uint32Array(surface.getImageData(0, 0, image.width, image.height).data.buffer);
    const counts = new Map();
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
    const sorted = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
    const colours = sorted.slice(0, 256).map(([one]) => one);
    const parts = pixel => [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255];
    const palette = colours.map(parts);
    const distance = (one, other) => one.reduce((sum, part, at) => sum + (part - other[at]) ** 2, 0);
    const places = new Map(colours.map((colour, at) => [colour, at]));
    const nearest = pixel => palette.reduce((best, colour, at) =>
        distance(colour, parts(pixel)) < distance(palette[best], parts(pixel)) ? at : best, 0);
    for (const pixel of counts.keys()) if (!places.has(pixel)) places.set(pixel, nearest(pixel));
    const indexed = Uint8Array.from(pixels, pixel => places.get(pixel));
    let text = "";
    for (let at = 0; at < indexed.length; at += 32768) text += String.fromCharCode(...indexed.subarray(at, at + 32768));
    return { width: image.width, height: image.height, palette: palette.flat(), indexed: btoa(text) };
}"""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, palette: bytes, indexed: bytes) -> bytes:
    rows = b"".join(b"\0" + indexed[at : at + width] for at in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def small(browser: Any, picture: bytes) -> bytes:
    """The same picture in fewer bytes."""
    page = browser.new_page()
    found = page.evaluate(_INDEXED, base64.b64encode(picture).decode())
    page.close()
    return _png(found["width"], found["height"], bytes(found["palette"]), base64.b64decode(found["indexed"]))


def take(browser: Any, site: Path, name: str, scheme: str) -> bytes:
    """One of the pictures."""
    path, prepare = PICTURES[name]
    tab = Tab(browser, site, width=1536, height=864, color_scheme=scheme, device_scale_factor=1.25)
    page = tab.open(path)
    prepare(page)
    page.wait_for_timeout(300)  # marks of what is read follow with the next frame
    picture: bytes = page.screenshot(animations="disabled")
    tab.close()
    return small(browser, picture)


def main() -> int:
    """Make all of them, and say what became too large."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        made = sdkgen("site", SPEC, "--config", CONFIG, "--out", folder)
        if made.returncode:
            sys.exit(made.stderr)
        for name in PICTURES:
            for scheme in SCHEMES:
                picture = take(browser, Path(folder) / "site", name, scheme)
                (FOLDER / f"{name}-{scheme}.png").write_bytes(picture)
    large = [path.name for path in sorted(FOLDER.iterdir()) if path.stat().st_size > LARGEST]
    sys.stderr.writelines(f"{name} has more than {LARGEST} bytes\n" for name in large)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
