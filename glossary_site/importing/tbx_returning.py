"""Concepts of a glossary's own TBX, as `exporting.tbx` writes them: back into term files."""

import re
from collections.abc import Sequence
from typing import Final

from glossary_site.exporting.tbx import CONCEPT
from glossary_site.importing.languages import normal
from glossary_site.importing.records import Imported
from glossary_site.importing.returning import term_of
from glossary_site.importing.xml_entries import Element
from glossary_site.names import slugify

_TYPED: Final = frozenset({"descrip", "descripNote", "termNote", "admin", "adminNote", "ref",
                           "xref", "transac", "transacNote"})  # fmt: skip
_ID: Final = re.compile(rf"{CONCEPT}([a-z0-9]+(?:-[a-z0-9]+)*)")


def category(element: Element) -> str:
    """Give the data category: an attribute in one style, the element's name in the other."""
    typed = element.attributes.get("type", "") if element.name in _TYPED else ""
    return typed or element.name


def own_slug(entry: Element) -> str | None:
    """Give the slug of a concept that one of our sites has published: its id and its page have it."""
    match = _ID.fullmatch(entry.attributes.get("id", ""))
    if match is None or len(_all(entry, "langSec")) != 1:
        return None
    pages = (one.attributes.get("target", "") for one in _all(entry, "externalCrossReference"))
    return match[1] if any(page.endswith(f"/terms/{match[1]}/") for page in pages) else None


def own_term(entry: Element, slug: str, language: str) -> Imported:
    """Read such a concept: what its author wrote stands in the section of its language."""
    section = _all(entry, "langSec")[0]
    words = [one for one in section.children if one.name == "termSec"]
    names = [_text(one, "term") for one in words]
    shorts = [name for one, name in zip(words, names, strict=True) if _all(one, "termType")]
    others = [one.attributes.get("target", "").removeprefix("#").removeprefix(CONCEPT)
              for one in _all(entry, "crossReference")]  # fmt: skip
    is_replaced = bool(words) and _text(words[0], "administrativeStatus").startswith("deprecated")
    spoken = section.attributes.get("lang", "")
    days = [_text(one, "date") for one in _all(section, "transacGrp")]
    title = names[0] if names else ""
    values: dict[str, str | Sequence[str]] = {
        "title": title,
        "definition": _text(section, "definition"),
        "abbreviation": shorts[0] if shorts else "",
        "aliases": [name for name in names[1:] if name not in shorts[:1]],
        "topics": [slugify(one.text) for one in _all(entry, "subjectField")],
        "related": others[1:] if is_replaced else others,
        "sources": [" ".join(one.text.split()) for one in _all(section, "source")],
        "slug": "" if slugify(title) == slug else slug,
        "updated": days[0] if days else "",
        "replaced_by": others[0] if is_replaced and others else "",
        "lang": "" if normal(spoken) == normal(language) else spoken,
    }
    notes = _all(section, "note")
    return term_of(values, notes[0].text if notes else "", entry.span, slug)


def _all(element: Element, name: str) -> list[Element]:
    return [one for one in element.children if category(one) == name]


def _text(element: Element, name: str) -> str:
    found = _all(element, name)
    return " ".join(found[0].text.split()) if found else ""
