"""How to cite a term's page.

An entry has no author here: many hands write a glossary, and who committed a text to git need not
have written it.  So the title comes first, as APA has it for works of reference without an author
(its own example is Wikipedia), and no person is named who did not ask to be.
"""

import re
from typing import Any, Final

import msgspec

from glossary_site.model import Term
from glossary_site.render.dates import MONTHS
from glossary_site.render.views import CitationView

_BIBTEX_SPECIAL: Final = re.compile(r"[\\{}$&#^_%~]")
_SPELLED: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces even behind a backslash
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


def citation(term: Term, site_title: str, language: str, address: str | None) -> CitationView:
    """Make the citation, in the manner of APA, for BibTeX, and as CSL-JSON.

    Args:
        term: The term.
        site_title: The glossary.
        language: The term's.
        address: The page's absolute address, if the host is known.
    """
    day = term.updated
    when = "n.d." if day is None else f"{day.year}, {MONTHS[day.month - 1]} {day.day}"
    end = "" if term.title.endswith(("?", "!", ".")) else "."
    return CitationView(
        before=f"{term.title}{end} ({when}). In ",
        work=site_title,
        after="." if address is None else f". {address}",
        bibtex=_bibtex(term, site_title, address),
        csl_json=_csl_json(term, site_title, language, address),
    )


def _bibtex(term: Term, site_title: str, address: str | None) -> str:
    """Make the entry; the inner braces keep a style from changing the title's capitals."""
    lines = [f"@misc{{{term.slug},", f"  title = {{{{{_escaped(term.title)}}}}},"]
    lines.append(f"  howpublished = {{{{{_escaped(site_title)}}}}},")
    if term.updated is not None:
        lines.append(f"  year = {{{term.updated.year}}},")
        lines.append(f"  month = {MONTHS[term.updated.month - 1][:3].lower()},")
    if address is not None:
        lines.append(f"  url = {{{address}}},")
    return "\n".join([*lines, "}"])


def _escaped(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(lambda m: _SPELLED.get(m[0], "\\" + m[0]), text)


def _csl_json(term: Term, site_title: str, language: str, address: str | None) -> str:
    day = term.updated
    item: dict[str, Any] = {
        "id": term.slug,
        "type": "entry-dictionary",
        "title": term.title,
        "container-title": site_title,
        "language": language,
    }
    if day is not None:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if address is not None:
        item["URL"] = address
    return msgspec.json.format(msgspec.json.encode([item]), indent=1).decode()
