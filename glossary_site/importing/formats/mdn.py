"""The glossary of MDN Web Docs: a page for each term, with macros in double braces.

Source: https://github.com/mdn/content, files/en-us/glossary.
"""

import re
from typing import Final
from urllib.parse import unquote

from glossary_site.diagnostics import Findings
from glossary_site.importing.bodies import Rule, read_body, unplaced
from glossary_site.importing.documents import no_term, read_documents
from glossary_site.importing.mapping import Meaning, Record, meaning, to_term, unknown_keys
from glossary_site.importing.records import Imported, Link, Options
from glossary_site.importing.sources import Source

_OWN: Final = {"pagetype": "", "slug": "key", "tags": "topics", "sidebar": "", "browsercompat": ""}
_MACRO: Final = re.compile(r"\{\{\s*([\w-]+)\s*(?:\(([^{}]*)\))?\s*\}\}")
_ARGUMENT: Final = re.compile(r"""(["'])(.*?)\1""", re.DOTALL)
_HOME: Final = "Glossary/"
_PAGE: Final = re.compile(r"/(?:[A-Za-z-]+/docs/)?Glossary/([^#?]+)", re.IGNORECASE)
_SITE: Final = "https://developer.mozilla.org"
_FURNITURE: Final = frozenset({"glossarysidebar", "glossarydisambiguation"})


def _macro(match: re.Match[str]) -> "str | Link | tuple[str, ...]":
    """Make a link of `{{Glossary("HTML", "words")}}`; of other macros the words stay, as code."""
    name, given = match[1].lower(), [text for _, text in _ARGUMENT.findall(match[2] or "")]
    if name == "glossary" and given:
        return unplaced(_spaced(given[0]), given[1] if len(given) > 1 and given[1] else given[0])
    if name in _FURNITURE:
        return ""
    words = next((text for text in reversed(given[:2]) if text), "")
    return (f"the macro {match[1]}", f"`{words}`" if words else "")


RULES: Final[tuple[Rule, ...]] = ((_MACRO, _macro),)


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read all pages of the glossary."""
    documents, found = read_documents(source)
    terms: list[Imported] = []
    seen: list[tuple[Record, Meaning]] = []
    for document in documents:
        values = document.record.values
        meant = meaning(values, options, _OWN)
        slug = values.get(meant.foreign.get("key", ""))
        if not isinstance(slug, str) or not slug.startswith(_HOME):
            found += no_term(document)
            continue
        seen.append((document.record, meant))
        body, problems = read_body(
            document.body, document.path, document.body_line, _key_of, RULES, origin=_SITE
        )
        found += problems
        key = slug.removeprefix(_HOME)
        terms.append(to_term(document.record, meant, _spaced(key), body, slug=key))
    return tuple(terms), found + unknown_keys(seen)


def _key_of(target: str) -> str | None:
    page = _PAGE.fullmatch(target.partition("#")[0].removeprefix(_SITE))
    return None if page is None else _spaced(unquote(page[1]))


def _spaced(key: str) -> str:
    return key.replace("_", " ").strip("/")
