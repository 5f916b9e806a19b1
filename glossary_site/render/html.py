"""The templates of a glossary, as they were when a build began.

Jinja2 itself is behind `render.engine`, which is loaded where a page is rendered: a build in which
none is has no use for it.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from glossary_site.diagnostics import Findings
from glossary_site.render.views import SiteView

if TYPE_CHECKING:
    from glossary_site.render.engine import Engine


class TemplateFailure(Exception):  # noqa: N818 (it carries an author's mistake, not an error of ours)
    """A template cannot be used; `findings` say where and why."""

    def __init__(self, findings: Findings) -> None:
        """Carry findings out of a rendering."""
        super().__init__(*findings)
        self.findings = findings


class Sources:
    """All templates of some folders as they were at one moment: what is digested is what is used."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Read them; where two folders have a name, the first counts."""
        self.found: dict[str, tuple[str, bytes | OSError]] = {}
        digest = hashlib.sha256()
        for folder in folders:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = path.relative_to(folder).as_posix()
                if name not in self.found:
                    self.found[name] = (str(path), _read(path))
                    digest.update(repr((name, self.found[name][1])).encode())
        self.digest = digest.digest()


def _read(path: Path) -> bytes | OSError:
    try:
        return path.read_bytes()
    except OSError as error:
        return error


class Templates:
    """The theme's templates, and the glossary's own before them."""

    def __init__(
        self, folders: tuple[Path, ...], root: Path, compiled: Mapping[str, bytes] | None = None
    ) -> None:
        """Read the templates of some folders.

        Args:
            folders: Where they lie, the first first.
            root: What they are named relative to.
            compiled: From `engine.compiled`; it is run as code, and so must be of this very run.
        """
        self._root = root.resolve()
        self._folders = tuple(folder.resolve() for folder in folders)
        self._sources = Sources(self._folders)
        self._compiled = compiled or {}
        self._engine: Engine | None = None

    def __reduce__(self) -> tuple[type["Templates"], tuple[tuple[Path, ...], Path]]:
        """Travel to a spawned worker as what it was made from."""
        return Templates, (self._folders, self._root)

    @property
    def digest(self) -> bytes:
        """A digest of all sources, as they were when this was made."""
        return self._sources.digest

    def prepare(self) -> "Engine":
        """Load Jinja2, if that has not been done.

        The first use does it, too.  Called before workers are forked, it is done once for all.
        """
        if self._engine is None:
            from glossary_site.render.engine import Engine  # noqa: PLC0415

            self._engine = Engine(self._sources, self._folders, self._root, self._compiled)
        return self._engine

    def check(self) -> Findings:
        """Compile every template, so that all mistakes of syntax are found at once."""
        return self.prepare().check()

    def render(self, name: str, site: SiteView, page: object) -> bytes:
        """Render a page.

        Raises:
            TemplateFailure: If the template is missing or goes wrong.
        """
        return self.prepare().render(name, site, page)
