"""Explore the Data: the list, a page for each dataset, and its files to take away."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from glossary_site.content.table_csv import write_csv
from glossary_site.content.table_json import write_json
from glossary_site.diagnostics import Span
from glossary_site.model import Dataset
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.citation import dataset_citation
from glossary_site.render.data_groups import data_groups
from glossary_site.render.data_package import data_package
from glossary_site.render.data_view import looked_up, source_view, table_view
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.headline import headline_view
from glossary_site.render.html import Templates
from glossary_site.render.issues import told
from glossary_site.render.json_ld_data import data_catalog, dataset_node
from glossary_site.render.numbers import file_size
from glossary_site.render.views import (
    DataGroupView,
    DataIndexPage,
    DatasetPage,
    DownloadView,
)

HEADING: Final = "Explore the Data"
ROWS: Final = 2_000
"""The most rows of a table on its page; the files have all."""
ROWS_WITHOUT_FILES: Final = 5_000
"""The same where there are no files; more would hold up the page when they are sorted."""
KEYWORDS: Final = 20
"""Terms named as keywords of a dataset."""
_UNGROUPED: Final = "More data"
_INDEX: Final = "index"
_KEY: Final = re.compile(r"(page|csv|json|package):(.+)")
_FILES: Final = {
    "csv": (".csv", "CSV", "text/csv"),
    "json": (".json", "JSON", "application/json"),
    "package": (".datapackage.json", "Data Package", "application/vnd.datapackage+json"),
}
"""How the files of a dataset end, what readers know them as, and their media types."""


def _plan(edition: Edition) -> Iterator[Planned]:
    datasets = edition.glossary.content.datasets
    if datasets:
        yield Planned(at.DATA, _INDEX, Span("site.yaml"))
    for name, dataset in datasets.items():
        owner = Span(dataset.path)
        yield Planned(at.dataset_path(name), f"page:{name}", owner)
        if dataset.fields.download:
            for form in _FILES:
                yield Planned(_file_path(name, form), f"{form}:{name}", owner)


def _file_path(name: str, form: str) -> str:
    return f"data/{name}{_FILES[form][0]}"


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key == _INDEX:
        return [
            (topic and edition.topics[topic].title, name, digests.datasets[name])
            for topic, names in data_groups(edition).items()
            for name in names
        ]
    form, name = _parts(key)
    if form in {"csv", "json"}:
        return digests.datasets[name]
    return (
        digests.datasets[name],
        digests.of_cards(edition.glossary.graph.shown_by.get(name, ())),
        told(edition.coverage.dataset(name)),
    )


def _parts(key: str) -> tuple[str, str]:
    match = _KEY.fullmatch(key)
    assert match is not None
    return match[1], match[2]


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == _INDEX:
        return templates.render("pages/data_index.html", edition.site, _index(edition))
    form, name = _parts(key)
    dataset = edition.glossary.content.datasets[name]
    if form == "page":
        return templates.render("pages/dataset.html", edition.site, _page(edition, dataset))
    return dataset_file(edition, dataset, form)


def dataset_file(edition: Edition, dataset: Dataset, form: str) -> bytes:
    """Write a file of a dataset: its table as `csv` or `json`, or the `package` around the former."""
    columns, rows = dataset.fields.columns, dataset.rows
    if form == "json":
        return write_json(columns, rows)
    table = write_csv(columns, rows)
    return table if form == "csv" else _package(edition, dataset, table)


def _package(edition: Edition, dataset: Dataset, table: bytes) -> bytes:
    homepage = edition.addresses.absolute(at.dataset_path(dataset.id))
    return data_package(dataset, table, homepage=homepage, keywords=_keywords(edition, dataset))


def _keywords(edition: Edition, dataset: Dataset) -> tuple[str, ...]:
    graph = edition.glossary.graph
    shown_by = graph.shown_by.get(dataset.id, ())[:KEYWORDS]
    return tuple(graph.term_by_slug[slug].title for slug in shown_by)


def _index(edition: Edition) -> DataIndexPage:
    crumbs = edition.crumbs((at.DATA, HEADING))
    head = edition.head(
        at.DATA,
        HEADING,
        f"The datasets of {edition.site.title}.",
        crumbs,
        about=data_catalog(edition.site, edition.addresses),
        alternates=alternates.of_page(edition.addresses, edition.families, at.DATA),
    )
    groups = tuple(_group(edition, *group) for group in data_groups(edition).items())
    return DataIndexPage(
        head=head,
        breadcrumbs=crumbs,
        total=len(edition.glossary.content.datasets),
        groups=groups,
    )


def _group(edition: Edition, topic: str | None, names: Sequence[str]) -> DataGroupView:
    return DataGroupView(
        id="more" if topic is None else f"topic-{topic}",
        title=_UNGROUPED if topic is None else edition.topics[topic].title,
        href=None if topic is None else edition.addresses.href(at.topic_path(topic)),
        datasets=tuple(edition.dataset(name, 1, "small") for name in names),
    )


def _page(edition: Edition, dataset: Dataset) -> DatasetPage:
    fields, path = dataset.fields, at.dataset_path(dataset.id)
    crumbs = edition.crumbs((at.DATA, HEADING), (path, fields.title))
    forms = tuple(_FILES) if fields.download else ()
    about = dataset_node(
        dataset,
        edition.site,
        edition.addresses,
        downloads=[(_file_path(dataset.id, form), _FILES[form][2]) for form in forms],
        keywords=_keywords(edition, dataset),
    )
    others = alternates.of_dataset(edition.addresses, edition.families, dataset)
    head = edition.head(
        path, fields.title, fields.description, crumbs, about=about, alternates=others
    )
    return DatasetPage(
        head=head,
        breadcrumbs=crumbs,
        id=dataset.id,
        title=fields.title,
        description=fields.description,
        unit=fields.unit,
        headline=headline_view(dataset),
        chart=edition.chart(dataset.id, "page"),
        table=table_view(dataset, ROWS if fields.download else ROWS_WITHOUT_FILES),
        notes=fields.notes,
        sources=tuple(source_view(source) for source in fields.sources),
        downloads=_downloads(edition, dataset),
        updated=looked_up(dataset),
        citation=dataset_citation(
            dataset, edition.site.title, edition.site.language, head.canonical
        ),
        terms=tuple(
            edition.card(slug) for slug in edition.glossary.graph.shown_by.get(dataset.id, ())
        ),
        issues=edition.dated_issues(edition.coverage.dataset(dataset.id)),
        edit_href=edition.edit_href(dataset.path),
    )


def _downloads(edition: Edition, dataset: Dataset) -> tuple[DownloadView, ...]:
    """List the files with their sizes: what they weigh only writing them tells."""
    if not dataset.fields.download:
        return ()
    table = dataset_file(edition, dataset, "csv")
    bodies = {
        "csv": table,
        "json": dataset_file(edition, dataset, "json"),
        "package": _package(edition, dataset, table),
    }
    return tuple(
        DownloadView(
            edition.addresses.href(_file_path(dataset.id, form)),
            title,
            file_size(len(bodies[form])),
        )
        for form, (_, title, _) in _FILES.items()
    )


EMITTER: Final = Emitter("data", "data", _plan, _shows, _render)
