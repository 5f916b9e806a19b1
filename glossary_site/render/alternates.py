"""The same page in other formats, for the head of the page."""

from collections.abc import Iterable

from glossary_site.model import Dataset
from glossary_site.render import addresses as at
from glossary_site.render.addresses import Addresses
from glossary_site.render.views import AlternateView

Families = frozenset[str]
MARKDOWN = "text/markdown"
JSON = "application/json"
JSON_LD = "application/ld+json"
OEMBED = "application/json+oembed"
TURTLE = "text/turtle"
ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"


def _views(place: Addresses, told: Iterable[tuple[str, str]]) -> tuple[AlternateView, ...]:
    return tuple([AlternateView(place.href(path), kind) for path, kind in told])


def of_term(place: Addresses, families: Families, slug: str) -> tuple[AlternateView, ...]:
    """List a term in other formats."""
    if "machines" not in families:
        return ()
    told = [
        (at.markdown_path(at.term_path(slug)), MARKDOWN),
        (at.term_turtle_path(slug), TURTLE),
        (at.term_json_path(slug), JSON_LD),
    ]
    if place.origin:
        told.append((at.oembed_path(at.embed_path(slug)), OEMBED))
    return _views(place, told)


def of_page(place: Addresses, families: Families, path: str) -> tuple[AlternateView, ...]:
    """List a page that has a mirror and nothing else."""
    return _views(place, [(at.markdown_path(path), MARKDOWN)] if "machines" in families else [])


def of_topic(place: Addresses, families: Families, name: str) -> tuple[AlternateView, ...]:
    """List a topic in other formats, with its feeds."""
    feed = at.topic_feed_path(name)
    told = [(feed, ATOM), (at.json_feed_path(feed), JSON_FEED)] if "feeds" in families else []
    return of_page(place, families, at.topic_path(name)) + _views(place, told)


def of_dataset(place: Addresses, families: Families, dataset: Dataset) -> tuple[AlternateView, ...]:
    """List a dataset in other formats."""
    stem, told = f"data/{dataset.id}", []
    if dataset.fields.download:
        told = [
            (f"{stem}.csv", "text/csv"),
            (f"{stem}.json", JSON),
            (f"{stem}.datapackage.json", "application/vnd.datapackage+json"),
        ]
    if "machines" in families and place.origin and dataset.fields.chart is not None:
        told.append((at.oembed_path(at.embed_chart_path(dataset.id)), OEMBED))
    return of_page(place, families, at.dataset_path(dataset.id)) + _views(place, told)


def of_glossary(place: Addresses, families: Families, path: str) -> tuple[AlternateView, ...]:
    """List the whole glossary in other formats, for a page that shows all of it."""
    if "machines" not in families:
        return ()
    told = [
        (at.TURTLE, TURTLE),
        (at.JSON_LD, JSON_LD),
        (at.CSV, "text/csv"),
        (at.term_list_path(1), JSON),
        (at.LLMS, "text/plain"),
    ]
    return of_page(place, families, path) + _views(place, told)


def of_feed(place: Addresses, feed: str) -> tuple[AlternateView, ...]:
    """List a feed in both its forms."""
    return _views(place, [(feed, ATOM), (at.json_feed_path(feed), JSON_FEED)])
