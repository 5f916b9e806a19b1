"""The default theme: where it lies, and its files as they are published.

In the repository the theme is the top-level `templates/` and `static/`; a wheel carries both
inside the package.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

LAYERS: Final = ("layers", "tokens", "reset", "base", "prose", "layout")
"""Stylesheets in cascade order; components follow, sorted, then `LAST`."""
LAST: Final = ("utilities", "print")
_PACKAGE: Final = Path(__file__).resolve().parent


class Theme(Struct, frozen=True):
    """The theme's folders."""

    templates: Path
    """Jinja2 templates."""
    static: Path
    """Stylesheets, scripts and icons."""


class Asset(Struct, frozen=True):
    """A theme file under the name it is published by."""

    path: str
    """Output path, with a fingerprint of the content."""
    body: bytes
    """The file."""


def default_theme() -> Theme:
    """Find the theme: in an installed package, else in the repository."""
    for folder in (_PACKAGE / "theme", _PACKAGE.parent):
        if (folder / "templates" / "base.html").is_file():
            return Theme(folder / "templates", folder / "static")
    raise FileNotFoundError("the installation is incomplete: it has no theme")


def template_folders(source: Path, theme: Theme) -> tuple[Path, ...]:
    """List where the templates of a glossary lie: its own before the theme's."""
    own = source / "templates"
    is_theme = own.resolve() == theme.templates.resolve()
    return (theme.templates,) if is_theme or not own.is_dir() else (own, theme.templates)


def assets(theme: Theme) -> Mapping[str, Asset]:
    """Read and fingerprint what pages load, by logical name.

    Raises:
        OSError: If the installation is damaged.
    """
    css = theme.static / "css"
    components = sorted((css / "components").glob("*.css"))
    files = [
        *(css / f"{name}.css" for name in LAYERS),
        *components,
        *(css / f"{name}.css" for name in LAST),
    ]
    stylesheet = b"".join(minify(file.read_bytes()) for file in files)
    icon = (theme.static / "icons" / "icon.svg").read_bytes()
    return {
        "style.css": _asset("style", "css", stylesheet),
        "icon.svg": _asset("icon", "svg", icon),
    }


def _asset(name: str, suffix: str, body: bytes) -> Asset:
    fingerprint = hashlib.sha256(body).hexdigest()[:10]
    return Asset(f"assets/{name}.{fingerprint}.{suffix}", body)


def minify(css: bytes) -> bytes:
    """Drop comments and indentation, which a reader's phone need not carry.

    >>> minify(b"a { /* why */ color: red; }").decode().strip()
    'a {  color: red; }'
    """
    kept = []
    rest = css.decode()
    while rest:
        before, opening, after = rest.partition("/*")
        kept.append(before)
        rest = after.partition("*/")[2] if opening else ""
    lines = (line.strip() for line in "".join(kept).splitlines())
    return "".join(line + "\n" for line in lines if line).encode()
