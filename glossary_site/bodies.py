"""What a worker does with bodies, and what earlier builds did: between the pipeline and `render`."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import Memory
from glossary_site.cache.shelves import Shelf
from glossary_site.content.figure_grammar import named_datasets
from glossary_site.content.marks import Marks
from glossary_site.diagnostics import Findings, Span, finding
from glossary_site.fields.site import SiteFields
from glossary_site.manual import Doc
from glossary_site.model import Content, Fragment, Issue, Term
from glossary_site.names import Slug, fold_name
from glossary_site.render.vocabulary import Concern, Naming, naming

if TYPE_CHECKING:
    from glossary_site.render.autolink import Per
    from glossary_site.render.context import RenderContext


class BodyJob(Struct, frozen=True):
    """One body to render."""

    span: Span
    """The file, for findings about the whole."""
    body: str
    """Markdown."""
    line: int
    """The 1-based line on which it begins."""
    column: int
    """The 1-based column at which it is indented."""
    own: Slug | None
    """The term it belongs to."""
    is_lead: bool
    """Whether its first paragraph serves as the definition."""
    data: tuple[str, ...] = ()
    """Ids of the datasets that its front matter names."""
    is_doc: bool = False
    """Whether it is a page of the documentation."""

    @classmethod
    def of(cls, one: "Text") -> "BodyJob":
        """Make the job of a term, a newsletter issue or a page of the documentation."""
        if isinstance(one, Doc):
            return cls(one.span(), one.body, 1, 1, None, is_lead=False, is_doc=True)
        if isinstance(one, Issue):
            return cls(one.span(), one.body, one.body_line, 1, None, is_lead=False, data=one.data)
        return cls(
            one.span(), one.body, one.body_line, one.body_column, one.slug,
            one.definition is None, one.data,
        )  # fmt: skip


Text = Term | Issue | Doc
"""What has a body."""


def body_key(one: Text) -> str:
    """Name a body: `term:SLUG`, `issue:SLUG` or `doc:FILE`."""
    if isinstance(one, Doc):
        return f"doc:{one.path}"
    return f"issue:{one.slug}" if isinstance(one, Issue) else f"term:{one.slug}"


class Rendered(Struct, frozen=True):
    """What became of a body."""

    fragment: Fragment
    """Safe HTML and the links in it."""
    findings: Findings
    """Mistakes in the body."""
    digest: bytes
    """Of all that a page shows of the fragment: 16 bytes."""


class Bodies(Struct, frozen=True):
    """All bodies of a build, by the slugs of what they belong to."""

    terms: dict[Slug, Rendered]
    """Of terms."""
    issues: dict[Slug, Rendered]
    """Of newsletter issues."""
    docs: dict[str, Rendered] = {}
    """Of the documentation's pages, by file."""


RENDERED: Final = Codec[Rendered](Rendered)
UNRENDERED: Final = Rendered(Fragment("", "", {}, (), ()), (), b"")
"""Stands in for a body whose worker did not survive it."""


def load_renderer() -> None:
    """Load what rendering takes: workers forked then have it, and many builds render no body."""
    import glossary_site.render.markdown  # noqa: F401, PLC0415


def make_renderer(context: "RenderContext", per: "Per") -> Callable[[BodyJob], bytes]:
    """Prepare a worker for rendering bodies; it hands back a `Rendered` as bytes."""
    from glossary_site.render.doc_blocks import DOC_FENCE  # noqa: PLC0415
    from glossary_site.render.markdown import BodyRenderer  # noqa: PLC0415
    from glossary_site.render.source_text import SourceText  # noqa: PLC0415

    renderer = BodyRenderer(context, per)

    def render(job: BodyJob) -> bytes:
        if job.is_doc:
            source = SourceText(job.span.path, job.body, job.line, fenced=DOC_FENCE)
            fragment, found = renderer.render_doc(source)
        else:
            source = SourceText(job.span.path, job.body, job.line, job.column)
            own, data = job.own, job.data
            fragment, found = renderer.render(source, own, marks_lead=job.is_lead, data=data)
        if job.is_lead and not fragment.lead:
            message = "there is neither a definition nor a body that begins with a paragraph"
            found += (finding("no-definition", job.span, message, "write definition: …"),)
        digest = mark((fragment.html, fragment.lead, fragment.headings))
        return RENDERED.encode(Rendered(fragment, found, digest))

    return render


NAMINGS: Final = Codec[tuple[Naming, ...]](tuple[Naming, ...])


class KnownBodies:
    """The bodies that earlier builds rendered, as far as they are still right.

    A body's key is a digest of the body and its place, one of the settings that count for it, and
    one of all names.  With other names it is right all the same, unless the change concerns it.
    """

    def __init__(
        self,
        memory: Memory,
        content: Content,
        marks: Mapping[Slug, Marks],
        base_path: str,
    ) -> None:
        self._kept: Shelf[Rendered] = memory.shelf("bodies", RENDERED)
        self._namings: Shelf[tuple[Naming, ...]] = memory.shelf("names", NAMINGS)
        self._marks = marks
        self._content = content
        self._names = mark((
            b"".join([marks[term.slug].names for term in content.terms]),
            b"".join([marks[term.slug].names for term in content.drafts]),
            sorted(content.refused),
        ))  # fmt: skip
        self._settings = _settings(content.config, base_path)
        self._pictures = mark([
            self._settings,
            sorted((path, at.width, at.height) for path, at in content.images.items()),
            sorted(content.refused_images),
        ])  # fmt: skip
        self._places = _places(content) if content.manual else b""
        self._datasets: dict[tuple[str, ...], bytes] = {}
        self._is_foreign = bool(content.config.markdown.extensions)
        self._concern: Concern | None = None

    def get(self, one: Text) -> Rendered | None:
        """Give what became of a body, if it is known."""
        name, key = body_key(one), self._key(one)
        known = self._kept.get(name, key + self._names)
        if known is not None:
            return known
        held = self._kept.key_of(name)
        if held is None or held[: len(key)] != key or held[len(key) :] != self._known_names():
            return None
        known = self._kept.get(name, held)
        if known is None or known.findings or self._concerns(one.body):
            return None
        self._kept.put(name, key + self._names, known)
        return known

    def take(self, one: Text, body: bytes) -> Rendered | None:
        """Note what a worker has made of a body, and give it back as a record.

        What an extension does is not ours to foresee: nothing is kept where there is one.
        """
        rendered = RENDERED.decode(body)
        if rendered is not None and not self._is_foreign:
            self._kept.put(body_key(one), self._key(one) + self._names, rendered, body)
        return rendered

    def settle(self) -> None:
        """Forget bodies that are gone, and remember the names of now."""
        self._kept.settle()
        if self._known_names() != self._names:
            self._namings.put("names", self._names, _namings(self._content))

    def _key(self, one: Text) -> bytes:
        if isinstance(one, Doc):
            settings = self._pictures if "![" in one.body else self._settings
            return mark((one.path, one.body)) + settings + self._places
        if isinstance(one, Issue):
            settings = self._pictures if "![" in one.body else self._settings
            named = dict.fromkeys((*one.data, *named_datasets(one.body)))
            own = mark((one.path, one.body, one.body_line))
            return own + settings + self._figures(tuple(named))
        marks = self._marks[one.slug]
        key = marks.body + (self._pictures if marks.has_picture else self._settings)
        return key + self._figures(marks.datasets) if marks.datasets else key

    def _figures(self, named: tuple[str, ...]) -> bytes:
        """Digest the datasets that a body names: its figures, and what is said of its numbers."""
        known = self._datasets.get(named)
        if known is None:
            content = self._content
            there = [content.datasets.get(name) for name in named]
            known = self._datasets[named] = mark((
                [None if one is None else (one.id, one.fields, one.rows) for one in there],
                "data" in content.config.outputs,
                None if None not in there else (
                    sorted(content.datasets), sorted(content.refused_data),
                ),
            ))  # fmt: skip
        return known

    def _known_names(self) -> bytes | None:
        return self._namings.key_of("names")

    def _concerns(self, body: str) -> bool:
        """Say whether the names that changed since the last build may stand in a body."""
        if self._concern is None:
            before = self._namings.get("names", self._known_names() or b"")
            if before is None:
                return True
            self._concern = Concern(before, _namings(self._content))
        return self._concern.touches(body)


def _namings(content: Content) -> tuple[Naming, ...]:
    """List what references find; a term that was refused is found nowhere, and nothing is said."""
    refused = sorted({fold_name(name) for name in content.refused})
    lost = (Naming(Slug(name), (name,), (), "refused") for name in refused)
    return (*map(naming, content.terms), *lost)


def _places(content: Content) -> bytes:
    """Digest what links in the documentation may lead to."""
    manual = content.manual
    assert manual is not None  # whoever asks has one
    return mark([
        list(manual.docs), manual.beside, sorted(manual.refused),
        [(path, one.width, one.height) for path, one in manual.pictures.items()],
        content.config.repository, content.config.branch,
    ])  # fmt: skip


def _settings(config: SiteFields, base_path: str) -> bytes:
    return mark([
        base_path, config.autolink.model_dump(mode="json"), config.language,
        config.markdown.model_dump(mode="json"),
    ])  # fmt: skip
