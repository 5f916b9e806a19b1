"""What of a glossary is compared: an edition made into a state."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from glossary_site.cache.codec import mark
from glossary_site.comparing.prose import paragraphs
from glossary_site.comparing.state import State, Thing
from glossary_site.fields.common import Source
from glossary_site.fields.newsletter import NewsletterFields
from glossary_site.model import Dataset, Fragment, Graph, Issue, Term
from glossary_site.names import Slug
from glossary_site.outputs.plan import plan
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition
from glossary_site.render.headline import headline_view

_NO_PAGES: Final = frozenset({"search", "cards", "changes", "history"})
"""Emitters whose files nobody links to, or whose pages there are only where git is asked."""
_LEADING: Final = frozenset({"redirects", "fates"})
"""Emitters whose pages lead elsewhere."""


def state_of(edition: Edition) -> State:
    """Gather what readers can see."""
    glossary = edition.glossary
    things: dict[str, Mapping[str, Thing]] = {
        "terms": {slug: _term(edition, slug) for slug in glossary.graph.order},
        "topics": {name: _topic(edition, name) for name in edition.topics},
        "datasets": {one.id: _dataset(one) for one in glossary.content.datasets.values()},
        "issues": {
            one.slug: _issue(one, glossary.issue_fragments[one.slug])
            for one in glossary.content.issues
        },
        "docs": dict(_docs(edition)),
    }
    return State(things, dict(_settings(edition)), _addresses(edition))


def _address(path: str) -> str:
    return "/" + at.page_path(path)


def _term(edition: Edition, slug: Slug) -> Thing:
    glossary = edition.glossary
    graph, term = glossary.graph, glossary.graph.term_by_slug[slug]
    fragment, instead = glossary.fragments[slug], graph.replaced_by.get(slug)
    texts = {
        "definition": glossary.definition(slug),
        "abbreviation": term.abbreviation or "",
        "replaced_by": "" if instead is None else graph.term_by_slug[instead].title,
        "language": term.lang or "",
        "updated": str(term.updated) if "updated" in term.places else "",
    }
    links = {kind: _titles(graph, (s for s, k in fragment.links.items() if k == kind))
             for kind in ("written", "automatic")}  # fmt: skip
    lists = {
        "aliases": term.aliases,
        "topics": tuple(_topic_title(edition, name) for name in term.topics),
        "links": links["written"],
        "automatic links": links["automatic"],
        "related": _titles(graph, glossary.related[slug]),
        "broader": _titles(graph, graph.broader.get(slug, ())),
        "narrower": _titles(graph, graph.narrower.get(slug, ())),
        "mentioned in": _titles(graph, glossary.backlinks[slug]),
        "data": term.data,
        "sources": tuple(_source(one) for one in term.sources),
        "figures": fragment.figures,
        "headings": tuple(one.text for one in fragment.headings),
    }
    return Thing(
        id=slug,
        title=term.title,
        address=_address(at.term_path(slug)),
        path=term.path,
        texts={name: text for name, text in texts.items() if text},
        lists={name: one for name, one in lists.items() if one},
        blocks=paragraphs(fragment.html),
        own=mark(_written(term)),
        shown=dict(_shown(edition, term)),
        former=term.former_slugs,
    )


def _titles(graph: Graph, slugs: Iterator[Slug] | tuple[Slug, ...]) -> tuple[str, ...]:
    return tuple(graph.term_by_slug[slug].title for slug in slugs)


def _topic_title(edition: Edition, name: str) -> str:
    return edition.topics[name].title if name in edition.topics else name


def _source(source: Source) -> str:
    told = source.model_dump(mode="json", exclude_none=True)
    return ", ".join(str(value) for value in told.values())


def _written(term: Term) -> Term:
    """Leave out of a term what its author did not write, and where it stands."""
    updated = term.updated if "updated" in term.places else None
    return replace(
        term, path="", places={}, updated=updated, added=None, contributors=(), body_line=0,
        body_column=1,
    )  # fmt: skip


def _shown(edition: Edition, term: Term) -> Iterator[tuple[str, bytes]]:
    """Digest what the page of a term shows of others."""
    glossary = edition.glossary
    if related := glossary.related[term.slug]:
        names = glossary.graph.term_by_slug
        cards = [(names[slug].title, glossary.definition(slug)) for slug in related]
        yield "definitions of related terms", mark(cards)
    datasets = [d for name in term.data if (d := glossary.content.datasets.get(name)) is not None]
    if datasets:
        yield "data", mark([(d.fields, d.rows) for d in datasets])


def _topic(edition: Edition, name: str) -> Thing:
    topic = edition.topics[name]
    written = {one.id: one for one in edition.glossary.config.topics}.get(name)
    description = None if written is None else written.description
    return Thing(
        id=name,
        title=topic.title,
        address=_address(at.topic_path(name)),
        path="site.yaml",
        texts={} if not description else {"description": description},
        own=mark((topic.title, description)),
    )


def _dataset(dataset: Dataset) -> Thing:
    fields = dataset.fields
    headline = headline_view(dataset)
    texts = {
        "description": fields.description,
        "unit": fields.unit,
        "updated": None if fields.updated is None else str(fields.updated),
        "headline": None if headline is None else " ".join(
            part for part in (headline.figure, headline.say, headline.when, headline.change) if part
        ),
        "chart": None if fields.chart is None else ", ".join(
            f"{key}: {value}" for key, value in fields.chart.model_dump(mode="json").items() if value
        ),
    }  # fmt: skip
    return Thing(
        id=dataset.id,
        title=fields.title,
        address=_address(at.dataset_path(dataset.id)),
        path=dataset.path,
        texts={name: text for name, text in texts.items() if text},
        lists={
            "columns": tuple(
                f"{one.name} ({', '.join(filter(None, (one.type, one.unit)))})"
                for one in fields.columns
            ),
            "sources": tuple(_source(one) for one in fields.sources),
            "notes": fields.notes,
        },
        rows=_rows(dataset),
        own=mark((fields, dataset.rows)),
    )


def _rows(dataset: Dataset) -> Mapping[str, str]:
    """Key each row by its cells that are no numbers; rows with the same key are counted."""
    columns = dataset.fields.columns
    keys = [i for i, one in enumerate(columns) if one.type not in {"number", "integer"}] or [0]
    found: dict[str, str] = {}
    for row in dataset.rows:
        key = name = " · ".join(row[i] for i in keys)
        number = 1
        while name in found:
            number += 1
            name = f"{key} ({number})"
        told = [
            f"{one.name}: {row[i]}" for i, one in enumerate(columns) if i not in keys and row[i]
        ]
        found[name] = ", ".join(told)
    return found


def _issue(issue: Issue, fragment: Fragment) -> Thing:
    return Thing(
        id=issue.slug,
        title=issue.title,
        address=_address(at.issue_path(issue.slug)),
        path=issue.path,
        texts={"date": issue.date.isoformat()},
        lists={"data": issue.data, "figures": fragment.figures},
        blocks=paragraphs(fragment.html),
        own=mark((issue.title, issue.date.isoformat(), issue.data, issue.body)),
    )


def _docs(edition: Edition) -> Iterator[tuple[str, Thing]]:
    manual = edition.glossary.content.manual
    for path, doc in {} if manual is None else manual.docs.items():
        fragment = edition.glossary.doc_fragments.get(path)
        yield (
            path,
            Thing(
                id=path,
                title=doc.title,
                address=_address(at.doc_path(path)),
                path=path,
                blocks=() if fragment is None else paragraphs(fragment.html),
                own=mark((doc.title, doc.body)),
            ),
        )


def _settings(edition: Edition) -> Iterator[tuple[str, str]]:
    config = edition.glossary.config
    for name in ("title", "description", "base_url", "language", "licence", "repository", "branch"):
        if value := getattr(config, name):
            yield name, str(value)
    yield "contributors", "yes" if config.contributors else "no"
    yield "outputs", ", ".join(sorted(config.outputs))
    yield "related", f"{config.related.limit}, {'filled' if config.related.fill else 'as written'}"
    if config.newsletter is not None:
        yield from _newsletter(config.newsletter)


def _newsletter(fields: NewsletterFields) -> Iterator[tuple[str, str]]:
    for name in ("name", "tagline", "consent", "provider"):
        if value := getattr(fields, name, None):
            yield f"newsletter.{name}", str(value)


def _addresses(edition: Edition) -> Mapping[str, str]:
    """List every address that others may link to, and what is there."""
    glossary = edition.glossary
    found: dict[str, str] = {}
    planning, _ = plan(edition)
    for file in planning.files:
        if file.emitter in _NO_PAGES or file.path in edition.assets:
            continue
        address = _address(file.path)
        if file.emitter not in _LEADING:
            found[address] = "page" if address.endswith("/") else "file"
        elif (fate := edition.fates.get(file.path)) is not None:
            found[address] = "gone" if fate.gone is not None else f"leads to {fate.target}"
        else:
            old = glossary.graph.redirects.get(Slug(address.strip("/").rpartition("/")[2]))
            target = "" if old is None else f" to {_address(at.term_path(old.target))}"
            found[address] = f"leads{target or ' elsewhere'}"
    return dict(sorted(found.items()))
