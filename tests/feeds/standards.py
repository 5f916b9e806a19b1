"""What RFC 4287 and JSON Feed 1.1 require, as checks that list what is wrong with a feed."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from lxml import etree

ATOM: Final = {"a": "http://www.w3.org/2005/Atom"}
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_TEXT: Final = {"type": "string", "minLength": 1}
_JSON_FEED: Final = Draft202012Validator(
    {
        "type": "object",
        "required": [
            "version",
            "title",
            "items",
            "home_page_url",
            "feed_url",
            "authors",
            "language",
        ],
        "properties": {
            "version": {"const": "https://jsonfeed.org/version/1.1"},
            "title": _TEXT,
            "home_page_url": _TEXT,
            "feed_url": _TEXT,
            "description": {"type": "string"},
            "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$"},
            "authors": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "anyOf": [{"required": ["name"]}, {"required": ["url"]}],
                },
            },
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "url", "title", "date_modified"],
                    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                    "properties": {
                        "id": _TEXT,
                        "url": _TEXT,
                        "title": _TEXT,
                        "content_html": {"type": "string"},
                        "content_text": {"type": "string"},
                        "summary": {"type": "string"},
                        "date_published": {"type": "string", "pattern": f"^{_DATE.pattern}$"},
                        "date_modified": {"type": "string", "pattern": f"^{_DATE.pattern}$"},
                        "tags": {"type": "array", "items": _TEXT, "uniqueItems": True},
                        "language": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
            },
        },
        "additionalProperties": False,
    }
)
"""The specification's required and typed keys, and those of its recommended ones that we promise."""


def atom_problems(body: bytes, address: str, *, has_host: bool = True) -> Iterator[str]:
    """List what is wrong with an Atom feed that stands at an address."""
    feed = etree.fromstring(body)
    entries = feed.findall("a:entry", ATOM)
    if feed.tag != f"{{{ATOM['a']}}}feed":
        yield "the root is no feed"
    for element in (feed, *entries):
        where = element.findtext("a:title", "", ATOM) or "untitled"
        yield from (f"{where}: {wrong}" for wrong in _missing(element))
        yield from (f"{where}: {wrong}" for wrong in _wrong_links(element, has_host=has_host))
    if [link.get("href") for link in feed.findall("a:link[@rel='self']", ATOM)] != [address]:
        yield "it does not name itself"
    if not feed.findtext("a:author/a:name", "", ATOM).strip():
        yield "nobody has written it"
    ids = [each.findtext("a:id", "", ATOM) for each in (feed, *entries)]
    if len(set(ids)) < len(ids):
        yield "two have one id"
    days = [each.findtext("a:updated", "", ATOM) for each in entries]
    if days != sorted(days, reverse=True):
        yield "the newest is not the first"
    if days and feed.findtext("a:updated", "", ATOM) != days[0]:
        yield "the feed is not as old as its newest entry"


def _missing(element: Any) -> Iterator[str]:  # noqa: ANN401 (lxml has no types)
    """List what a feed or an entry must have and has not."""
    for name in ("id", "title", "updated"):
        found = element.findall(f"a:{name}", ATOM)
        if len(found) != 1 or not found[0].text:
            yield f"{len(found)} elements {name}, or an empty one"
    for name in ("updated", "published"):
        days = [day.text or "" for day in element.findall(f"a:{name}", ATOM)]
        yield from (f"{day!r} is no date" for day in days if not is_date(day))


def _wrong_links(element: Any, *, has_host: bool) -> Iterator[str]:  # noqa: ANN401 (the same)
    """List what is wrong with the addresses of a feed or an entry."""
    if not urlsplit(element.findtext("a:id", "", ATOM)).scheme:
        yield "the id is no absolute IRI"
    kinds = [link.get("type") for link in element.findall("a:link[@rel='alternate']", ATOM)]
    if "text/html" not in kinds or len(set(kinds)) < len(kinds):
        yield f"alternates {kinds}"
    for link in element.findall("a:link", ATOM):
        if has_host and urlsplit(link.get("href", "")).scheme != "https":
            yield f"{link.get('href')} is not absolute"


def json_problems(body: bytes, address: str, *, has_host: bool = True) -> Iterator[str]:
    """List what is wrong with a JSON Feed that stands at an address."""
    feed: dict[str, Any] = json.loads(body)
    for error in _JSON_FEED.iter_errors(feed):
        yield f"{error.json_path}: {error.message}"
    if feed.get("feed_url") != address:
        yield "it does not name itself"
    ids = [item.get("id") for item in feed.get("items", ())]
    if len(set(ids)) < len(ids):
        yield "two items have one id"
    addresses = [feed.get("home_page_url"), *(item.get("url") for item in feed.get("items", ()))]
    if has_host and not all(urlsplit(one or "").scheme == "https" for one in addresses):
        yield "an address is not absolute"


def is_date(text: str) -> bool:
    """Say whether a text is a date and time of RFC 3339, and a day of the calendar."""
    if _DATE.fullmatch(text) is None:
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def atom_entries(body: bytes) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    """List id, title, day, topics and content of the entries of an Atom feed."""
    return [
        (
            each.findtext("a:id", "", ATOM), each.findtext("a:title", "", ATOM),
            each.findtext("a:updated", "", ATOM),
            tuple(tag.get("term", "") for tag in each.findall("a:category", ATOM)),
            each.findtext("a:content", None, ATOM) or each.findtext("a:summary", "", ATOM),
        )
        for each in etree.fromstring(body).findall("a:entry", ATOM)
    ]  # fmt: skip


def json_entries(body: bytes) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    """List the same of a JSON Feed."""
    return [
        (item["id"], item["title"], item["date_modified"], tuple(item.get("tags", ())),
         item.get("content_html") or item.get("content_text", ""))
        for item in json.loads(body)["items"]
    ]  # fmt: skip
