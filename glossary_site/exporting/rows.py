"""The glossary as rows: a term each, A to Z, under the same columns in every table."""

from collections.abc import Iterator

from glossary_site.exporting.columns import (
    COLUMNS,
    FOR_READERS,
    PIECE,
    body_column,
    pieces,
    source_line,
)
from glossary_site.model import Term
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition


def header(edition: Edition) -> list[str]:
    """Name the columns; a body that is longer than a cell goes on in columns of its own."""
    longest = max((len(one.body) for one in edition.glossary.content.terms), default=0)
    more = [body_column(number + 1) for number in range(1, max(1, -(-longest // PIECE)))]
    return [*COLUMNS, *more, *FOR_READERS]


def rows(edition: Edition) -> Iterator[list[str]]:
    """Write each term as texts, as many as there are columns; an empty one stands for nothing."""
    width = len(header(edition)) - len(COLUMNS) - len(FOR_READERS) + 1
    graph, root = edition.glossary.graph, edition.addresses.best("")
    for slug in graph.order:
        term = graph.term_by_slug[slug]
        parts = pieces(term.body)
        lead = edition.glossary.definition(slug) if term.definition is None else ""
        changed = "" if term.updated is None else term.updated.isoformat()
        yield [
            *_written(term),
            *parts,
            *[""] * (width - len(parts)),
            lead,
            changed,
            root + at.page_path(at.term_path(slug)),
        ]


def _written(term: Term) -> list[str]:
    """Give what the author wrote, but for the body; what was left to default stays empty."""
    is_dated = term.updated is not None and "updated" in term.places
    return [
        term.title,
        term.definition or "",
        term.abbreviation or "",
        "\n".join(term.aliases),
        "\n".join(term.topics),
        "\n".join(term.related),
        "\n".join(term.broader),
        "\n".join(term.data),
        "\n".join(map(source_line, term.sources)) if term.sources else "",
        term.slug if "slug" in term.places else "",
        "\n".join(term.former_slugs),
        term.updated.isoformat() if is_dated and term.updated else "",
        "true" if term.draft else "",
        term.replaced_by or "",
        "" if term.autolink == "any-case" else term.autolink,
        term.lang or "",
    ]
