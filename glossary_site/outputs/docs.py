"""The documentation: its pages and its pictures."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from glossary_site.content.docs import INDEX
from glossary_site.diagnostics import Span
from glossary_site.manual import Doc, Manual
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import DocPage, DocSectionView, HeadingView, LinkView

CONTENTS_LEVEL: Final = 2
CONTENTS_FROM: Final = 3
"""Headings of that level from which on a page has contents of its own."""
_PICTURE: Final = "picture:"


def _plan(edition: Edition) -> Iterator[Planned]:
    manual = edition.glossary.content.manual
    if manual is None:
        return
    for path, doc in manual.docs.items():
        yield Planned(at.doc_path(path), path, doc.span())
    for path in manual.pictures:
        yield Planned(path, f"{_PICTURE}{path}", Span(path))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    manual = _manual(edition)
    if key.startswith(_PICTURE):
        return manual.pictures[key.removeprefix(_PICTURE)].body
    titles = [(path, doc.title) for path, doc in manual.docs.items()]
    return digests.docs[key], manual.sections, titles, manual.docs[key].is_written


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key.startswith(_PICTURE):
        return _manual(edition).pictures[key.removeprefix(_PICTURE)].body
    return templates.render("pages/doc.html", edition.site, _page(edition, key))


def _manual(edition: Edition) -> Manual:
    manual = edition.glossary.content.manual
    assert manual is not None  # else nothing was planned
    return manual


def _page(edition: Edition, file: str) -> DocPage:
    manual = _manual(edition)
    doc, fragment = manual.docs[file], edition.glossary.doc_fragments[file]
    files = list(manual.docs)
    place = files.index(file)
    trail = [(at.DOCS, manual.docs[INDEX].title)] if INDEX in manual.docs else []
    if file != INDEX:
        trail.append((at.doc_path(file), doc.title))
    crumbs = edition.crumbs(*trail)
    headings = [one for one in fragment.headings if one.level == CONTENTS_LEVEL and one.id]
    if len(headings) < CONTENTS_FROM or file == INDEX:
        headings = []
    return DocPage(
        head=edition.head(
            at.doc_path(file),
            doc.title,
            fragment.lead or None,
            crumbs,
            alternates=alternates.of_page(edition.addresses, edition.families, at.doc_path(file)),
        ),
        breadcrumbs=crumbs,
        title=doc.title,
        body=Markup(fragment.html),  # noqa: S704 (made safe by render.markdown)
        has_code="<pre>" in fragment.html,
        contents=tuple(HeadingView(f"#{one.id}", one.text) for one in headings),
        index=_index(edition, manual, file),
        sections=_sections(edition, manual, file),
        previous=_link(edition, manual.docs[files[place - 1]]) if place else None,
        next=_link(edition, manual.docs[files[place + 1]]) if place + 1 < len(files) else None,
        edit_href=edition.edit_href(file) if doc.is_written else None,
        report_href=edition.report_href(doc.title, at.doc_path(file)),
    )


def _link(edition: Edition, doc: Doc) -> LinkView:
    return edition.page_link(at.doc_path(doc.path), doc.title)


def _index(edition: Edition, manual: Manual, file: str) -> LinkView | None:
    if INDEX not in manual.docs:
        return None
    href = edition.addresses.href(at.DOCS)
    return LinkView(href, "Overview", is_current=file == INDEX)


def _sections(edition: Edition, manual: Manual, file: str) -> tuple[DocSectionView, ...]:
    return tuple(
        DocSectionView(
            section.title,
            tuple(
                LinkView(edition.addresses.href(at.doc_path(path)), words, is_current=path == file)
                for path, words in section.pages
            ),
            is_open=any(path == file for path, _ in section.pages),
        )
        for section in manual.sections
    )


EMITTER: Final = Emitter("docs", "docs", _plan, _shows, _render)
