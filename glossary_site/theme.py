"""The default theme: where it lies, and its files as they are published.

In the repository the theme is the top-level `templates/` and `static/`; a wheel carries both
inside the package.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

LAYERS: Final = ("layers", "tokens", "reset", "base", "prose", "layout")
"""Stylesheets in cascade order; components follow, sorted, then `LAST`.  What only one kind of
page shows lies in `pages/` and is a file of its own."""
LAST: Final = ("utilities", "print")
_CARDS: Final = ("layers", "tokens", "reset", "components/chart", "embed/card")
"""What cards in frames of other sites need."""
BLOCKING: Final = ("scheme.js",)
"""Classic scripts that run before the page is painted."""
EAGER: Final = ("scheme-switch.js", "previews.js")
"""Module scripts of every page; all others are imported by them or belong to one kind of page."""
OFFLINE_MARK: Final = "offline-register.js"
"""The script by which pages name their version to the worker that keeps them."""
_IMPORTED: Final = re.compile(r"""(?<=["'])\./([a-z0-9-]+\.js)(?=["'])""")
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


def assets(theme: Theme, *, is_offline: bool = False) -> Mapping[str, Asset]:
    """Read and fingerprint what pages load, by logical name.

    Args:
        theme: Where the files are.
        is_offline: Whether pages can be kept for when there is no network.

    Raises:
        OSError: If the installation is damaged.
        ValueError: If scripts import each other in a circle.
    """
    css = theme.static / "css"
    components = sorted((css / "components").glob("*.css"))
    files = [
        *(css / f"{name}.css" for name in LAYERS),
        *components,
        *(css / f"{name}.css" for name in LAST),
    ]
    found = {"style.css": _asset("style.css", b"".join(minify(f.read_bytes()) for f in files))}
    cards = [css / f"{name}.css" for name in _CARDS]
    found["embed.css"] = _asset("embed.css", b"".join(minify(f.read_bytes()) for f in cards))
    for file in sorted((css / "pages").glob("*.css")):
        found[file.name] = _asset(file.name, minify(file.read_bytes()))
    for file in sorted((theme.static / "icons").iterdir()):
        found[file.name] = _asset(file.name, file.read_bytes())
    scripts = {
        file.name: file.read_text("utf-8") for file in sorted((theme.static / "js").glob("*.js"))
    }
    for name in scripts:
        _publish_script(name, scripts, found, ())
    if is_offline:
        _publish_offline(theme, found)
    return found


def _publish_offline(theme: Theme, found: dict[str, Asset]) -> None:
    """Publish the scripts of keeping pages; one is named by all that pages may load."""
    for name in ("offline-kept.js", OFFLINE_MARK):
        body = squeeze((theme.static / "offline" / name).read_text("utf-8"))
        if name == OFFLINE_MARK:
            every = "\n".join([*(one.path for one in found.values()), offline_worker(theme)])
            body += f"// {hashlib.sha256(every.encode()).hexdigest()[:20]}\n"
        found[name] = _asset(name, body.encode())


def offline_worker(theme: Theme) -> str:
    """Read the worker that keeps pages."""
    return squeeze((theme.static / "offline" / "worker.js").read_text("utf-8"))


def embed_scripts(theme: Theme) -> Mapping[str, bytes]:
    """Read every version of the script for other sites, the newest last.

    What is published under a version stays as it is, for sites that name its digest.

    Raises:
        OSError: If the installation is damaged.
    """
    files = sorted(
        (theme.static / "embed").glob("*.js"),
        key=lambda file: [int(part) for part in file.stem.split(".")],
    )
    return {file.stem: squeeze(file.read_text("utf-8")).encode() for file in files}


def _publish_script(
    name: str, scripts: Mapping[str, str], found: dict[str, Asset], importers: tuple[str, ...]
) -> str:
    """Fingerprint a script after those that it imports, whose names it must carry."""
    if name in importers:
        raise ValueError(f"scripts import each other in a circle: {' → '.join((*importers, name))}")
    if name not in found:
        trail = (*importers, name)

        def published(match: re.Match[str]) -> str:
            return "./" + _publish_script(match[1], scripts, found, trail)

        found[name] = _asset(name, _IMPORTED.sub(published, squeeze(scripts[name])).encode())
    return found[name].path.rpartition("/")[2]


def _asset(file: str, body: bytes) -> Asset:
    name, _, suffix = file.rpartition(".")
    fingerprint = hashlib.sha256(body).hexdigest()[:10]
    return Asset(f"assets/{name}.{fingerprint}.{suffix}", body)


def squeeze(script: str) -> str:
    r"""Drop the indentation of a script and its lines of comment.

    So no string of a script may run over two lines.

    >>> squeeze("  // why" + chr(10) + "  run();")
    'run();\n'
    """
    kept = []
    is_comment = False
    for line in map(str.strip, script.splitlines()):
        is_comment = is_comment or (line.startswith("/*") and "*/" not in line[:-2])
        if line and not is_comment and not line.startswith("//"):
            kept.append(line + "\n")
        is_comment = is_comment and "*/" not in line
    return "".join(kept)


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
