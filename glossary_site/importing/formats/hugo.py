"""Hugo: a page for each term, as the Cloud Native Glossary and many others keep them.

Source: https://gohugo.io/content-management/front-matter/, and the files of cncf/glossary.
"""

import re
from functools import partial
from typing import Final

from glossary_site.diagnostics import Findings
from glossary_site.importing.bodies import Rule, read_body, unplaced
from glossary_site.importing.documents import (
    Document,
    address_key,
    no_term,
    passed_by,
    read_documents,
)
from glossary_site.importing.mapping import Meaning, Record, meaning, to_term, unknown_keys
from glossary_site.importing.records import Imported, Options
from glossary_site.importing.sources import Source

_OWN: Final = {
    "aliases": "former_slugs",  # addresses, in Hugo
    "url": "slug",
    "linktitle": "aliases",
    "weight": "", "layout": "", "type": "", "menu": "", "tochide": "", "date": "",
}  # fmt: skip
_REF: Final = re.compile(r"""\[([^\[\]]*)\]\(\{\{[<%]\s*(?:rel)?ref\s+"([^"]+)"\s*[%>]\}\}\)""")
_SHORTCODE: Final = re.compile(r"\{\{([<%])\s*(.*?)\s*[%>]\}\}", re.DOTALL)
_CLOSING: Final = re.compile(r"\{\{[<%]\s*/.*?[%>]\}\}")
RULES: Final[tuple[Rule, ...]] = (
    (_REF, lambda match: unplaced(address_key(match[2]) or match[2], match[1])),
    (_CLOSING, lambda _match: ""),
    (_SHORTCODE, lambda match: (f"the shortcode {match[2].split(' ')[0]}",)),
)


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read all pages that are terms."""
    documents, found = read_documents(source)
    documents = _of_language(documents, options.language)
    terms: list[Imported] = []
    seen: list[tuple[Record, Meaning]] = []
    for document, is_passed_by in passed_by(documents):
        if is_passed_by:
            found += no_term(document)
            continue
        meant = meaning(document.record.values, options, _OWN)
        seen.append((document.record, meant))
        key_of = partial(address_key, prefixes=(options.language.lower(),))
        body, problems = read_body(document.body, document.path, document.body_line, key_of, RULES)
        found += problems
        key = address_key(_slug(document, meant)) or document.stem
        terms.append(to_term(document.record, meant, key, body, slug=key))
    return tuple(terms), found + unknown_keys(seen)


def _slug(document: Document, meant: Meaning) -> str:
    value = document.record.values.get(meant.foreign.get("slug", ""))
    return value if isinstance(value, str) else document.stem


def _of_language(documents: tuple[Document, ...], language: str) -> tuple[Document, ...]:
    """Take the pages of one language, where each has a folder of its own."""
    folder = f"{language.lower()}/"
    mine = tuple(one for one in documents if one.path.lower().startswith(folder))
    others = [one for one in documents if "/" not in one.path]
    return mine if mine and not others else documents
