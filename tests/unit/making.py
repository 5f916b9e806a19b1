"""Records for tests, with only what a test speaks of."""

from collections.abc import Iterable, Mapping
from typing import Any

from glossary_site.content.site import read_site
from glossary_site.diagnostics import Findings
from glossary_site.fields.dataset import DatasetFields
from glossary_site.fields.site import SiteFields
from glossary_site.graph.linking import link
from glossary_site.model import Content, Dataset, Fragment, Graph, Term
from glossary_site.names import Slug, slugify


def term(title: str, **fields: Any) -> Term:  # noqa: ANN401 (any field of a term)
    """Make a term from its title."""
    slug = Slug(fields.pop("slug", slugify(title)))
    made = {"path": f"terms/{slug}.md", "definition": None, "body": "", "body_line": 4, **fields}
    return Term(slug=slug, title=title, **made)


def config(text: str = "title: Test\n") -> SiteFields:
    """Read a configuration that has no mistake."""
    fields, found = read_site("site.yaml", text)
    assert fields is not None, found
    return fields


def content(
    terms: Iterable[Term],
    *,
    drafts: Iterable[Term] = (),
    site: str = "title: Test\n",
    datasets: Mapping[str, Dataset] | None = None,
) -> Content:
    """Make what a glossary's folder would hold."""
    return Content(config(site), tuple(terms), tuple(drafts), datasets or {}, (), {}, {})


def linked(*terms: Term, **rest: Any) -> tuple[Graph, Findings]:  # noqa: ANN401 (as `content`)
    """Join terms into a graph."""
    return link(content(terms, **rest))


def graph(*terms: Term, **rest: Any) -> Graph:  # noqa: ANN401 (as `content`)
    """Join terms that fit together."""
    made, found = linked(*terms, **rest)
    assert found == ()
    return made


def links(**targets: str) -> dict[Slug, Fragment]:
    """Make fragments that link: `links(a="b c")` links a to b and c."""
    return {
        Slug(slug): Fragment("", "", {Slug(name): "written" for name in to.split()}, (), ())
        for slug, to in targets.items()
    }


def dataset(
    rows: Iterable[tuple[str, ...]], columns: Iterable[Mapping[str, str]], **fields: object
) -> Dataset:
    """Make a dataset whose cells are already normal."""
    described = DatasetFields.model_validate(
        {"title": "T", "columns": tuple(columns), "sources": ({"title": "S"},), **fields}
    )
    return Dataset("d", "data/d.yaml", "data/d.csv", described, tuple(rows))
