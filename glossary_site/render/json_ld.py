"""What search engines are told of a page, as JSON-LD in the vocabulary of schema.org.

Every thing is named by the address of its page, with the fragment of the element that shows it.
Where the site's host is not known, these are relative references: a reader of JSON-LD resolves
them against the page they stand on.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from markupsafe import Markup

from glossary_site.model import Term
from glossary_site.render import addresses as at
from glossary_site.render.addresses import Addresses
from glossary_site.render.views import LinkView, SiteView

Node = dict[str, Any]
"""One thing and what is said of it."""
LONGEST: Final = 400
"""Characters of a description: as many as a term's definition may have."""
CITED: Final = 5
"""Sources named for a term; its page shows all of them."""
_START: Final = '<script type="application/ld+json">{"@context":"https://schema.org","@graph":'
_encode: Final = msgspec.json.Encoder().encode


def json_ld(nodes: Sequence[Node]) -> Markup:
    r"""Make the data block of a page; no character in it can end it.

    >>> print(json_ld([{"name": "</script>"}])[-40:])
    "name":"\u003c/script\u003e"}]}</script>
    """
    if not nodes:
        return Markup("")
    text = _encode(nodes).decode()
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Markup(f"{_START}{text}}}</script>")  # noqa: S704 (nothing in it is markup any more)


def in_short(text: str) -> str:
    """Cut a description that is too long for a summary, between words.

    >>> in_short("word " * 100)[-10:]
    'word word…'
    """
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(" ,;:.–—") + "…"


def breadcrumb_list(crumbs: Iterable[LinkView], origin: str) -> Node:
    """Tell where a page stands; the last crumb is the page itself and needs no address."""
    items: list[Node] = []
    for place, crumb in enumerate(crumbs, 1):
        item: Node = {"@type": "ListItem", "position": place, "name": crumb.title}
        if not crumb.is_current:
            item["item"] = origin + crumb.href
        items.append(item)
    return {"@type": "BreadcrumbList", "itemListElement": items}


def defined_term(term: Term, definition: str, site: SiteView, place: Addresses) -> Node:
    """Describe a term, and the page that is about it."""
    url = place.best(at.term_path(term.slug))
    page: Node = {"@type": "WebPage", "@id": url, "inLanguage": term.lang or site.language}
    if term.updated is not None:
        page["dateModified"] = term.updated.isoformat()
    if term.sources:
        page["citation"] = [source.url or source.title for source in term.sources[:CITED]]
    node: Node = {"@type": "DefinedTerm", "@id": f"{url}#term", "name": term.title}
    others = term.names[1:]
    if others:
        node["alternateName"] = others
    if definition:
        node["description"] = in_short(definition)
    node["url"] = url
    node["termCode"] = term.slug
    node["inDefinedTermSet"] = _set_name(site, place)
    node["mainEntityOfPage"] = page
    return node


def defined_term_set(site: SiteView, place: Addresses) -> Node:
    """Describe the glossary as a set of terms; each term names the set, so it need not name them."""
    node = _set_name(site, place)
    if site.description:
        node["description"] = in_short(site.description)
    node["url"] = place.best(at.A_TO_Z)
    node["inLanguage"] = site.language
    node["isPartOf"] = {"@id": place.best(at.HOME)}
    return node


def _set_name(site: SiteView, place: Addresses) -> Node:
    return {"@type": "DefinedTermSet", "@id": place.best(at.A_TO_Z) + "#set", "name": site.title}


def web_site(site: SiteView, place: Addresses) -> Node:
    """Describe the whole site, and how it is searched where its host is known.

    The address to search at is a template, which nobody resolves: it must be absolute.
    """
    url = place.best(at.HOME)
    node: Node = {"@type": "WebSite", "@id": url, "name": site.title}
    if site.description:
        node["description"] = in_short(site.description)
    node["url"] = url
    node["inLanguage"] = site.language
    if place.origin:
        node["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": place.best(at.A_TO_Z) + "?q={words}",
            },
            "query-input": "required name=words",
        }
    return node
