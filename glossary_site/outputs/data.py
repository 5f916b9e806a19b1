"""Explore the Data: the list, a page for each dataset, and its files to take away."""

import re
from collections.abc import Iterator
from typing import Final

from glossary_site.content.table_csv import write_csv
from glossary_site.content.table_json import write_json
from glossary_site.diagnostics import Span
from glossary_site.model import Dataset
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.data_view import headline_view, source_view, table_view
from glossary_site.render.dates import in_words
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.numbers import file_size
from glossary_site.render.views import DataIndexPage, DatasetPage, DownloadView

HEADING: Final = "Explore the Data"
_INDEX: Final = "index"
_KEY: Final = re.compile(r"(page|csv|json):(.+)")


def _plan(edition: Edition) -> Iterator[Planned]:
    datasets = edition.glossary.content.datasets
    if datasets:
        yield Planned(at.DATA, _INDEX, Span("site.yaml"))
    for name, dataset in datasets.items():
        owner = Span(dataset.path)
        yield Planned(at.dataset_path(name), f"page:{name}", owner)
        if dataset.fields.download:
            yield Planned(f"data/{name}.csv", f"csv:{name}", owner)
            yield Planned(f"data/{name}.json", f"json:{name}", owner)


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key == _INDEX:
        return sorted(digests.datasets.items())
    match = _KEY.fullmatch(key)
    assert match is not None
    return digests.datasets[match[2]], digests.of_cards(
        edition.glossary.graph.shown_by.get(match[2], ())
    )


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == _INDEX:
        return templates.render("pages/data_index.html", edition.site, _index(edition))
    match = _KEY.fullmatch(key)
    assert match is not None
    dataset = edition.glossary.content.datasets[match[2]]
    if match[1] == "page":
        return templates.render("pages/dataset.html", edition.site, _page(edition, dataset))
    return table_file(dataset, match[1])


def table_file(dataset: Dataset, form: str) -> bytes:
    """Write a dataset's table as `csv` or `json`."""
    write = write_csv if form == "csv" else write_json
    return write(dataset.fields.columns, dataset.rows)


def _index(edition: Edition) -> DataIndexPage:
    datasets = sorted(
        edition.glossary.content.datasets.values(), key=lambda d: (d.fields.title.casefold(), d.id)
    )
    crumbs = edition.crumbs((at.DATA, HEADING))
    return DataIndexPage(
        head=edition.head(at.DATA, HEADING, f"The datasets of {edition.site.title}.", crumbs),
        breadcrumbs=crumbs,
        datasets=tuple(edition.dataset(dataset.id, 1) for dataset in datasets),
    )


def _page(edition: Edition, dataset: Dataset) -> DatasetPage:
    fields, path = dataset.fields, at.dataset_path(dataset.id)
    crumbs = edition.crumbs((at.DATA, HEADING), (path, fields.title))
    return DatasetPage(
        head=edition.head(path, fields.title, fields.description, crumbs),
        breadcrumbs=crumbs,
        id=dataset.id,
        title=fields.title,
        description=fields.description,
        unit=fields.unit,
        headline=headline_view(dataset),
        table=table_view(dataset, None),
        notes=fields.notes,
        sources=tuple(source_view(source) for source in fields.sources),
        downloads=_downloads(edition, dataset),
        updated=None if fields.updated is None else in_words(fields.updated),
        terms=tuple(
            edition.card(slug) for slug in edition.glossary.graph.shown_by.get(dataset.id, ())
        ),
        edit_href=edition.edit_href(dataset.path),
    )


def _downloads(edition: Edition, dataset: Dataset) -> tuple[DownloadView, ...]:
    if not dataset.fields.download:
        return ()
    return tuple(
        DownloadView(
            edition.addresses.href(f"data/{dataset.id}.{form}"),
            form.upper(),
            file_size(len(table_file(dataset, form))),
        )
        for form in ("csv", "json")
    )


EMITTER: Final = Emitter("data", "data", _plan, _shows, _render)
