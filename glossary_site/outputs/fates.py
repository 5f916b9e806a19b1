"""Pages at addresses that `permalinks.txt` says have moved or are gone.

A file that has moved is no page: `outputs.plan` writes it at its old address too.
"""

import re
from collections.abc import Iterator
from typing import Final

from glossary_site.content.permalinks import Permalink, output_path
from glossary_site.model import Issue
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import GonePage, LinkView, RedirectPage

_PAGE: Final = re.compile(r"(terms|topics|data|newsletter)/([^/]+)/index\.html")


def _plan(edition: Edition) -> Iterator[Planned]:
    for path, one in edition.fates.items():
        if one.address.endswith("/"):
            yield Planned(path, path, one.span())


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del digests
    one = edition.fates[key]
    title = None if one.target is None else _title(edition, output_path(one.target))
    return one.address, one.target, one.gone, title


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    one = edition.fates[key]
    if one.gone is not None:
        page = _gone(edition, one, one.gone)
        return templates.render("pages/gone.html", edition.site, page)
    target = output_path(one.target or "/")
    link = LinkView(edition.addresses.href(target), _title(edition, target))
    moved = RedirectPage(_name(one.address), link, edition.addresses.absolute(target))
    return templates.render("redirect.html", edition.site, moved)


def _gone(edition: Edition, one: Permalink, reason: str) -> GonePage:
    path, name = output_path(one.address), _name(one.address)
    instead = None if one.target is None else output_path(one.target)
    return GonePage(
        head=edition.head(path, f"Withdrawn: {name}", None, is_indexed=False),
        name=name,
        reason=reason,
        instead=None
        if instead is None
        else LinkView(edition.addresses.href(instead), _title(edition, instead)),
        terms_href=edition.addresses.href(at.A_TO_Z),
    )


def _name(address: str) -> str:
    """Put the last part of an address in words."""
    return address.rstrip("/").rpartition("/")[2].replace("-", " ") or "home"


def _title(edition: Edition, path: str) -> str:
    """Give the title of a page that has one of its own, else its name in the address."""
    glossary = edition.glossary
    match = _PAGE.fullmatch(path)
    kind, name = match.groups() if match else ("", "")
    if kind == "terms" and (term := glossary.graph.term_by_slug.get(Slug(name))):
        return term.title
    if kind == "topics" and (topic := edition.topics.get(name)):
        return topic.title
    if kind == "data" and (dataset := glossary.content.datasets.get(name)):
        return dataset.fields.title
    if kind == "newsletter" and (issue := _issue(edition, name)):
        return issue.title
    return _name("/" + at.page_path(path))


def _issue(edition: Edition, name: str) -> Issue | None:
    return next((one for one in edition.glossary.content.issues if one.slug == name), None)


EMITTER: Final = Emitter("fates", "redirects", _plan, _shows, _render)
