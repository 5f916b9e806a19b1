"""Jinja2 as templates use it: strict, escaped everywhere, and its mistakes as findings."""

import sysconfig
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from glossary_site.diagnostics import Findings, Span, finding, quoted
from glossary_site.render.html import Sources, TemplateFailure
from glossary_site.render.views import SiteView


def _libraries() -> tuple[str, ...]:
    """List where a filter's own code lies, and code made by the standard library."""
    return (
        str(Path(jinja2.__file__).parent),
        str(Path(markupsafe.__file__).parent),
        sysconfig.get_path("stdlib"),
        "<",
    )


class _Loader(BaseLoader):
    """Gives templates as they were when they were read."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Give a template's source, its file, and that it stays as it is."""
        del environment
        if template not in self._sources.found:
            raise TemplateNotFound(template)
        path, body = self._sources.found[template]
        if isinstance(body, OSError):
            raise body
        return body.decode(), path, lambda: True

    def list_templates(self) -> list[str]:
        """List the names of all templates."""
        return sorted(self._sources.found)


class _Compiled(BytecodeCache):
    """Takes a template's code from another process, if it was made from the same source."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        self.known = dict(known)

    def load_bytecode(self, bucket: Bucket) -> None:
        body = self.known.get(bucket.key)
        if body is not None:
            bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


def compiled(folders: tuple[Path, ...]) -> Mapping[str, bytes]:
    """Compile all templates of some folders, for an `Engine` in another process of this run."""
    folders = tuple(folder.resolve() for folder in folders)
    cache = _Compiled({})
    environment = _Environment(Sources(folders), cache)
    for name in environment.list_templates(filter_func=_is_template):
        with suppress(TemplateError, UnicodeDecodeError, OSError):  # reported where it is used
            environment.get_template(name)
    return cache.known


class _Environment(Environment):
    """Looks each template up once: an include is asked for again on every page."""

    def __init__(self, sources: Sources, compiled: "_Compiled") -> None:
        super().__init__(
            loader=_Loader(sources),
            bytecode_cache=compiled,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        # HTML that we made is Markup already; whatever else calls itself safe is a mistake.
        del self.filters["safe"]
        self._known: dict[str, Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give every template the environment's own dict: each include copies and compares it."""
        return self.globals if d is None else super().make_globals(d)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (the library's name)
    ) -> Template:
        """Get a template; the globals are always the environment's own."""
        if isinstance(name, Template):
            return name
        template = self._known.get(name)
        if template is None:
            template = self._known[name] = super().get_template(name, parent, globals)
        return template


class Engine:
    """Compiles and renders; says where in which file a template went wrong."""

    def __init__(
        self,
        sources: Sources,
        folders: tuple[Path, ...],
        root: Path,
        compiled: Mapping[str, bytes],
    ) -> None:
        """Take what was read from `folders`; name files relative to `root`."""
        self._environment = _Environment(sources, _Compiled(compiled))
        self._folders = folders
        self._root = root

    def check(self) -> Findings:
        """Compile every template, so that all mistakes of syntax are found at once."""
        found: Findings = ()
        for name in self._environment.list_templates(filter_func=_is_template):
            try:
                self._environment.get_template(name)
            except (TemplateError, UnicodeDecodeError, OSError) as error:
                found += self._findings(error, name)
        return found

    def render(self, name: str, site: SiteView, page: object) -> bytes:
        """Render a page.

        Raises:
            TemplateFailure: If the template is missing or goes wrong.
        """
        try:
            return self._environment.get_template(name).render(site=site, page=page).encode()
        except RecursionError as error:
            raise TemplateFailure(self._findings(error, name)) from None
        except Exception as error:
            if not self._is_templates_fault(error):
                raise
            raise TemplateFailure(self._findings(error, name)) from error

    def _is_templates_fault(self, error: Exception) -> bool:
        """Say whether an error arose in a template; one in our own code is a bug of ours."""
        if isinstance(error, (TemplateError, UnicodeDecodeError, OSError)):
            return True
        names = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
        at = [i for i, name in enumerate(names) if self._is_template_file(name)]
        libraries = _libraries()
        return bool(at) and all(name.startswith(libraries) for name in names[at[-1] + 1 :])

    def _is_template_file(self, filename: str) -> bool:
        return any(Path(filename).is_relative_to(folder) for folder in self._folders)

    def _findings(self, error: Exception, name: str) -> Findings:
        path, line = self._path_of(name), 1
        if isinstance(error, TemplateSyntaxError):
            path, line = error.filename or path, error.lineno
        else:
            for frame in traceback.extract_tb(error.__traceback__):
                if self._is_template_file(frame.filename):
                    path, line = frame.filename, frame.lineno or 1
        return (finding("template-error", Span(self._shown(path), line), _words(error)),)

    def _path_of(self, name: str) -> str:
        for folder in self._folders:
            if (folder / name).is_file():
                return str(folder / name)
        return str(self._folders[0] / name)

    def _shown(self, path: str) -> str:
        resolved = Path(path).resolve()
        if resolved.is_relative_to(self._root):
            return resolved.relative_to(self._root).as_posix()
        for folder in self._folders:
            if resolved.is_relative_to(folder):
                return f"theme/{folder.name}/{resolved.relative_to(folder).as_posix()}"
        return str(resolved)


def _is_template(name: str) -> bool:
    return name.endswith((".html", ".xml", ".txt"))


def _words(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {quoted(str(error.name))}"
    if isinstance(error, UnicodeDecodeError):
        return "the template is not UTF-8"
    if isinstance(error, OSError):
        return f"the template cannot be read: {error.strerror}"
    if isinstance(error, RecursionError):
        return "the template includes itself without end"
    text = str(error).partition("\n")[0] or type(error).__name__
    return f"the template cannot be rendered: {text[:1].lower()}{text[1:]}"
