"""Pages beside those of terms, as Markdown: lists, datasets, the newsletter, the documentation."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from glossary_site.content.docs import target_of
from glossary_site.exporting.mirror import (
    body_text,
    dataset_link,
    head,
    headline_text,
    link,
    mirror_address,
    plain,
    source_entry,
    term_entry,
    term_link,
    told,
    topic_link,
)
from glossary_site.manual import Doc
from glossary_site.model import Issue
from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.bibliography import bibliography
from glossary_site.render.edition import Edition
from glossary_site.render.headline import headline_view

ROWS: Final = 200
"""Rows of a dataset's table; its files have all."""
TERMS: Final = 12
"""Terms named with a source."""


def mirrored(edition: Edition) -> Iterator[str]:
    """List the pages that have mirrors, beside those of terms, by output path."""
    content, families = edition.glossary.content, edition.families
    yield at.HOME
    yield at.A_TO_Z
    if edition.topics:
        yield at.TOPICS
        yield from map(at.topic_path, edition.topics)
    if edition.site.sources_href is not None:
        yield at.SOURCES
    if content.datasets and "data" in families:
        yield at.DATA
        yield from map(at.dataset_path, content.datasets)
    if content.issues and "newsletter" in families:
        yield at.NEWSLETTER
        yield from (at.issue_path(one.slug) for one in content.issues)
    if content.manual is not None and "docs" in families:
        yield from map(at.doc_path, content.manual.docs)


def page_mirror(edition: Edition, path: str) -> bytes:
    """Write the mirror of a page that `mirrored` lists."""
    title, text = _page(edition, path)
    address = edition.addresses.best(path)
    page = f"## Page\n\n{link(title, address)}\n"
    whole = f"# {plain(title)}\n\n{text}\n\n{page}" if text else f"# {plain(title)}\n\n{page}"
    return (head(edition, title, address, None) + whole).encode()


def _page(edition: Edition, path: str) -> tuple[str, str]:
    """Give the title of a page and what it says."""
    if path in _LISTS:
        title, write = _LISTS[path]
        return title or edition.site.title, write(edition).strip("\n")
    section, _, rest = path.removesuffix(f"/{at.HOME}").partition("/")
    content = edition.glossary.content
    if section == "topics":
        return edition.topics[rest].title, _topic(edition, rest).strip("\n")
    if section == "data":
        return content.datasets[rest].fields.title, _dataset(edition, rest).strip("\n")
    if section == "newsletter":
        issue = next(one for one in content.issues if one.slug == rest)
        return issue.title, _issue(edition, issue).strip("\n")
    doc = doc_at(edition, path)
    return doc.title, _doc(edition, doc)


def doc_at(edition: Edition, path: str) -> Doc:
    """Find the page of the documentation that has an output path."""
    manual = edition.glossary.content.manual
    assert manual is not None  # else nothing was planned
    return next(doc for file, doc in manual.docs.items() if at.doc_path(file) == path)


def _home(edition: Edition) -> str:
    said = edition.site.description
    written = set(mirrored(edition))
    lists = [(title, path) for path, (title, _) in _LISTS.items() if title and path in written]
    pages = "".join(f"- {link(title, mirror_address(edition, path))}\n" for title, path in lists)
    about = "" if said is None else f"{plain(said)}\n\n"
    topics = f"\n## Topics\n\n{_topics(edition)}" if edition.topics else ""
    return f"{about}## Lists\n\n{pages}{topics}"


def _a_to_z(edition: Edition) -> str:
    letters = edition.glossary.graph.letters.items()
    return "\n".join(f"## {plain(letter)}\n\n{_terms(edition, slugs)}" for letter, slugs in letters)


def _terms(edition: Edition, slugs: Iterable[Slug]) -> str:
    return "".join([term_entry(edition, slug) for slug in slugs])


def _topics(edition: Edition) -> str:
    return "".join(topic_entry(edition, name) for name in edition.topics)


def topic_entry(edition: Edition, name: str) -> str:
    """Write an entry of a list of topics: how many terms it has, and what it is."""
    shown = edition.topics[name]
    said = "" if shown.description is None else f". {plain(shown.description)}"
    number = len(shown.terms)
    return f"- {topic_link(edition, name)}: {number:,} {'term' if number == 1 else 'terms'}{said}\n"


def _topic(edition: Edition, name: str) -> str:
    shown = edition.topics[name]
    said = "" if shown.description is None else f"{plain(shown.description)}\n\n"
    return f"{said}## Terms\n\n{_terms(edition, shown.terms)}"


def data_entries(edition: Edition) -> str:
    """List all datasets, with what each says now."""
    entries = []
    for one in edition.glossary.content.datasets.values():
        shown = headline_view(one)
        said = one.fields.description if shown is None else headline_text(shown)
        entries.append(f"- {dataset_link(edition, one)}{f': {plain(said)}' if said else ''}\n")
    return "".join(entries)


def _dataset(edition: Edition, name: str) -> str:
    text = told(edition, edition.glossary.content.datasets[name], ROWS)
    terms = edition.glossary.graph.shown_by.get(name, ())
    return f"{text}\n## Terms\n\n{_terms(edition, terms)}" if terms else text


def issue_entries(edition: Edition) -> str:
    """List all issues of the newsletter, the newest first."""
    return "".join(
        f"- {link(one.title, mirror_address(edition, at.issue_path(one.slug)))}: {one.date}\n"
        for one in edition.glossary.content.issues
    )


def _issue(edition: Edition, issue: Issue) -> str:
    page = edition.addresses.best(at.issue_path(issue.slug))
    parts = [f"{issue.date}\n", f"## Issue\n\n{body_text(edition, issue.body, page)}\n"]
    if datasets := edition.named_datasets(issue.data):
        parts.append("## Live Data\n")
        parts += [f"### {dataset_link(edition, one)}\n\n{told(edition, one)}" for one in datasets]
    return "\n".join(parts)


def doc_entries(edition: Edition) -> str:
    """List the pages of the documentation."""
    manual = edition.glossary.content.manual
    docs = {} if manual is None else manual.docs
    return "".join(
        f"- {link(one.title, mirror_address(edition, at.doc_path(file)))}\n"
        for file, one in docs.items()
    )


def _doc(edition: Edition, doc: Doc) -> str:
    from glossary_site.exporting.mirror_bodies import resolved  # noqa: PLC0415 (loads Markdown)
    from glossary_site.render.doc_blocks import DOC_FENCE  # noqa: PLC0415 (likewise)

    manual = edition.glossary.content.manual
    assert manual is not None  # else nothing was planned

    def beside(typed: str) -> str | None:
        file = target_of(doc.path, typed)
        file = file if file in manual.docs else f"{file}/index.md"
        if file in manual.docs:
            return mirror_address(edition, at.doc_path(file))
        file = target_of(doc.path, typed)
        return edition.addresses.best(file) if file in manual.pictures else None

    page = edition.addresses.best(at.doc_path(doc.path))
    body = resolved(edition, doc.body, page, beside, DOC_FENCE)
    return f"## Text\n\n{body}" if body else ""


def _sources(edition: Edition) -> str:
    parts = []
    for publisher, cited in bibliography(edition.glossary).by_publisher.items():
        entries = []
        for one in cited:
            named = ", ".join(term_link(edition, slug) for slug in one.terms[:TERMS])
            used = f"  Used by: {named}\n" if named else ""
            entries.append(f"{source_entry(one.source)}{used}")
        parts.append(f"## {plain(publisher or 'Others')}\n\n{''.join(entries)}")
    return "\n".join(parts)


_LISTS: Final[dict[str, tuple[str, Callable[[Edition], str]]]] = {
    at.HOME: ("", _home),
    at.A_TO_Z: ("Terms from A to Z", _a_to_z),
    at.TOPICS: ("Topics", _topics),
    at.DATA: ("Data", data_entries),
    at.NEWSLETTER: ("Newsletter", issue_entries),
    at.SOURCES: ("Sources", _sources),
}
"""Pages that list things: their titles, where not the site's, and what writes them."""
