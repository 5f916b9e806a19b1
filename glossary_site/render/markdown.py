"""Bodies to fragments: Python-Markdown with a fixed dialect, made safe twice.

One instance serves many bodies and is reset before each, so that nothing one term defines (link
references, footnotes) can reach another.
"""

import xml.etree.ElementTree as ET
from typing import Final

import nh3
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import ENTITY_RE
from markdown.treeprocessors import Treeprocessor

from glossary_site.content.characters import FORBIDDEN
from glossary_site.diagnostics import Findings, Span, finding
from glossary_site.model import Fragment, LinkKind
from glossary_site.names import Slug, slugify
from glossary_site.render.autolink import Autolinker, Per, slugs_of
from glossary_site.render.bound_figures import (
    SIGN,
    BoundFigureProcessor,
    UnclosedFigureProcessor,
)
from glossary_site.render.context import RenderContext, Rendering
from glossary_site.render.contradictions import check_numbers
from glossary_site.render.dialect import (
    LiteralHtml,
    PlainEntity,
    PlainFencedCode,
    UndefinedFootnote,
)
from glossary_site.render.doc_blocks import (
    DOC_CLASSES,
    DocFences,
    ItemIndents,
    heading_id,
    link_headings,
)
from glossary_site.render.elements import (
    ATTRIBUTES,
    CLASSES,
    TAGS,
    filter_elements,
    plain_text,
    wrap_tables,
)
from glossary_site.render.guarded import GuardedMarkdown
from glossary_site.render.guarded_trees import GuardedTocExtension
from glossary_site.render.links import check_images, check_links, letters_id
from glossary_site.render.sentences import sentences
from glossary_site.render.source_text import SourceText
from glossary_site.render.wikilinks import (
    ProtectBars,
    UnmadeLinkProcessor,
    WikiLinkProcessor,
    restore_bars,
)

OUTPUT_FACTOR: Final = 20
OUTPUT_FLOOR: Final = 64 * 1024
"""A body may become `OUTPUT_FACTOR` times its size plus this many characters, no more."""

LEAD_LIMIT: Final = 400
"""A first paragraph serves as a definition up to this many characters."""

_NH3_ATTRIBUTES: Final = {tag: set(ATTRIBUTES.get(tag, ())) | {"id"} for tag in TAGS}
_NH3_CLASSES: Final = {tag: set(CLASSES) for tag in TAGS}
_NH3_DOC_CLASSES: Final = {tag: set(CLASSES | DOC_CLASSES) for tag in TAGS}


class _Finish(Treeprocessor):
    """Runs last over the finished tree: filters, judges, links and measures it."""

    def __init__(self, md: Markdown, renderer: "BodyRenderer") -> None:
        super().__init__(md)
        self._renderer = renderer

    def run(self, root: ET.Element) -> None:
        """Apply each step in order."""
        rendering = self._renderer.current()
        restore_bars(root, rendering)
        filter_elements(root, rendering)
        check_links(root, rendering)
        check_images(root, rendering)
        if rendering.docs is None:
            self._renderer.autolink(root, rendering)
        else:
            link_headings(root, rendering)
        _note_lead(root, rendering, mark=self._renderer.marks_lead)
        _note_links(root, rendering)
        if rendering.data or rendering.figures:
            check_numbers(root, rendering)
        wrap_tables(root, rendering)


def _note_lead(root: ET.Element, rendering: Rendering, *, mark: bool) -> None:
    """Take the first paragraph's text, and mark it where it serves as the definition."""
    for element in root:
        if element.tag == "p":
            rendering.lead = _cut(plain_text(element))
            if mark:
                element.set("class", "definition")
            return


def _cut(text: str) -> str:
    """Cut a text that is longer than `LEAD_LIMIT` after a word, where it has one."""
    if len(text) <= LEAD_LIMIT:
        return text
    start = text[:LEAD_LIMIT]
    return (start.rpartition(" ")[0] or start[:-1]).rstrip(" ,;:.") + "…"


def _note_links(root: ET.Element, rendering: Rendering) -> None:
    """Derive links from the finished tree: what is not in it is no link."""
    for link in root.iter("a"):
        kind: LinkKind = "automatic" if link.get("class") == "term-link auto" else "written"
        for slug in slugs_of(link, rendering):
            if slug != rendering.own:
                rendering.links.setdefault(slug, kind)


class BodyRenderer:
    """Renders bodies, one after the other."""

    def __init__(self, context: RenderContext, per: Per) -> None:
        """Prepare Python-Markdown; about 3 ms."""
        self._context = context
        self._per: Per = per
        self._rendering: Rendering | None = None
        self.marks_lead = False
        self._markdown = _make_markdown(self)
        self._with_figures: GuardedMarkdown | None = None
        self._for_docs: GuardedMarkdown | None = None

    @property
    def context(self) -> RenderContext:
        """What is the same for every body."""
        return self._context

    def current(self) -> Rendering:
        """Give the rendering that is under way."""
        assert self._rendering is not None
        return self._rendering

    def autolink(self, root: ET.Element, rendering: Rendering) -> None:
        """Link mentions in a tree."""
        if self._per != "off":
            Autolinker(rendering, self._per).run(root)

    def heading_id(self, text: str, separator: str) -> str:
        """Make a heading's id; the prefix keeps it apart from every id of ours."""
        del separator
        slug = _heading_slug(text)
        return f"t-{slug}" if self.current().docs is None else heading_id(slug)

    def _prepared(self, *, has_figures: bool) -> Markdown:
        """Give an instance that knows of nothing before; most bodies need none for figures."""
        if has_figures and self._with_figures is None:
            self._with_figures = _make_markdown(self)
            _look_for_figures(self._with_figures, self)
        markdown = self._with_figures if has_figures else None
        markdown = markdown or self._markdown
        markdown.reset()
        return markdown

    def render_doc(self, source: SourceText) -> tuple[Fragment, Findings]:
        """Render a page of the documentation, in which neither figures nor mentions are looked for."""
        if self._for_docs is None:
            self._for_docs = _make_markdown(self)
            _read_as_docs(self._for_docs)
        self._for_docs.reset()
        self._rendering = Rendering(self._context, source, None, docs=self._context.docs)
        self.marks_lead = False
        return self._convert(self._for_docs, _DOC_CLEANER)

    def render(
        self, source: SourceText, own: Slug | None, *, marks_lead: bool, data: tuple[str, ...] = ()
    ) -> tuple[Fragment, Findings]:
        """Render one body.

        Args:
            source: The body and where it stands.
            own: The term it belongs to, which it never links to by itself.
            marks_lead: Whether its first paragraph serves as the definition.
            data: Ids of the datasets that its front matter names.

        Returns:
            The fragment.  With findings of severity error it is shown nowhere.
        """
        self._rendering = Rendering(self._context, source, own, data=data)
        self.marks_lead = marks_lead
        has_figures = SIGN in source.body
        return self._convert(self._prepared(has_figures=has_figures), _CLEANER)

    def _convert(self, markdown: Markdown, cleaner: nh3.Cleaner) -> tuple[Fragment, Findings]:
        """Render what is under way."""
        rendering = self.current()
        source = rendering.source
        try:
            raw = markdown.convert(source.body)
        except RecursionError:  # what the parser was amid does not reset
            self._markdown, self._with_figures = _make_markdown(self), None
            self._for_docs = None
            span = Span(source.path, source.locate().line)
            message = "the body nests its markup too deep to be rendered"
            return _EMPTY, (finding("too-complex", span, message, "split or simplify it"),)
        safe = cleaner.clean(raw)
        if not safe.replace("\n", "").isprintable():
            safe = FORBIDDEN.sub("", safe)
        limit = OUTPUT_FACTOR * len(source.body) + OUTPUT_FLOOR
        if len(safe) > limit:
            message = f"the body becomes {len(safe):,} characters of HTML, more than {limit:,}"
            rendering.report("too-complex", source.locate(), message)
        fragment = Fragment(
            html=safe,
            lead=rendering.lead,
            links=rendering.links,
            headings=tuple(rendering.headings),
            paths=tuple(rendering.paths),
            sentences=sentences(safe, rendering.links, self._context.term_prefix),
            figures=tuple(rendering.figures),
        )
        return fragment, tuple(rendering.found)


_EMPTY: Final = Fragment("", "", {}, (), ())


def _cleaner(classes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes=_NH3_ATTRIBUTES,
        allowed_classes=classes,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


_DOC_CLEANER: Final = _cleaner(_NH3_DOC_CLASSES)
_CLEANER: Final = _cleaner(_NH3_CLASSES)
"""Parses HTML as a browser does and keeps only what is on its lists; made once, it is cheap."""


def _look_for_figures(md: Markdown, renderer: BodyRenderer) -> None:
    """Add figures in sentences: behind code and escapes, before links, whose words they may be."""
    md.inlinePatterns.register(BoundFigureProcessor(md, renderer.current), "figure", 177)
    md.inlinePatterns.register(UnclosedFigureProcessor(md, renderer.current), "no-figure", 176)


def _read_as_docs(md: Markdown) -> None:
    """Read blocks as they are written for GitHub, too."""
    md.preprocessors.register(DocFences(md), "fenced_code_block", 25)
    md.preprocessors.register(ItemIndents(md), "item-indents", 24)


def _make_markdown(renderer: BodyRenderer) -> GuardedMarkdown:
    md = GuardedMarkdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE="Back to the text of footnote {}"),
            "def_list",
            "admonition",
            PlainFencedCode(lang_prefix=""),
            GuardedTocExtension(marker="", slugify=renderer.heading_id),
            *renderer.context.extensions,
        ],
        output_format="html",
    )
    md.preprocessors.deregister("html_block")
    md.preprocessors.register(ProtectBars(md, renderer.current), "protect-bars", 15)
    md.inlinePatterns.register(LiteralHtml(md, renderer.current), "html", 90)
    md.inlinePatterns.register(PlainEntity(ENTITY_RE, md), "entity", 80)
    md.inlinePatterns.register(WikiLinkProcessor(md, renderer.current), "wikilink", 128)
    md.inlinePatterns.register(UnmadeLinkProcessor(md, renderer.current), "unmade-link", 127)
    md.inlinePatterns.register(UndefinedFootnote(md, renderer.current), "undefined-footnote", 126)
    md.treeprocessors.register(_Finish(md, renderer), "finish", -10)
    return md


def _heading_slug(text: str) -> str:
    return (slugify(text) or letters_id(text))[:80].strip("-") or "section"
