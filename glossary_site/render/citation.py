"""How to cite a page: a term's, a dataset's.

Neither has an author here: many hands write a glossary, and who committed a text to git need not
have written it.  So the title comes first, as APA has it for works of reference without an author
(its own example is Wikipedia), and no person is named who did not ask to be.
"""

import re
from typing import Any, Final

import msgspec

from glossary_site.model import Dataset, Term
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


class _Work(msgspec.Struct, frozen=True):
    """What is cited."""

    key: str
    """Its slug or id."""
    title: str
    """Its title."""
    kind: str
    """What CSL calls it."""
    label: str
    """What APA says of it behind the title, in brackets; may be empty."""
    date: tuple[int, ...]
    """Year, month and day, as far as they are known."""
    within: str
    """The glossary."""
    language: str
    """BCP 47 tag."""
    address: str | None
    """The page's absolute address, if the host is known."""


def citation(term: Term, site_title: str, language: str, address: str | None) -> CitationView:
    """Make the citation of a term, in the manner of APA, for BibTeX, and as CSL-JSON.

    Args:
        term: The term.
        site_title: The glossary.
        language: The term's.
        address: The page's absolute address, if the host is known.
    """
    day = term.updated
    date = () if day is None else (day.year, day.month, day.day)
    kind = "entry-dictionary"
    return _cite(_Work(term.slug, term.title, kind, "", date, site_title, language, address))


def dataset_citation(
    dataset: Dataset, site_title: str, language: str, address: str | None
) -> CitationView:
    """Make the citation of a dataset likewise, by the day its figures were looked up."""
    updated = dataset.fields.updated
    date = () if updated is None else tuple(int(part) for part in updated.split("-"))
    title, label = dataset.fields.title, "Data set"
    return _cite(_Work(dataset.id, title, "dataset", label, date, site_title, language, address))


def _cite(work: _Work) -> CitationView:
    title = f"{work.title} [{work.label}]" if work.label else work.title
    end = "" if title.endswith(("?", "!", ".")) else "."
    return CitationView(
        before=f"{title}{end} ({_when(work.date)}). In ",
        work=work.within,
        after="." if work.address is None else f". {work.address}",
        bibtex=_bibtex(work),
        csl_json=_csl_json(work),
    )


def _when(date: tuple[int, ...]) -> str:
    """Put a date as APA does.

    >>> _when((2026, 8, 5)), _when((2026, 8)), _when((2026,)), _when(())
    ('2026, August 5', '2026, August', '2026', 'n.d.')
    """
    match date:
        case (year, month, day):
            return f"{year}, {MONTHS[month - 1]} {day}"
        case (year, month):
            return f"{year}, {MONTHS[month - 1]}"
        case (year,):
            return str(year)
    return "n.d."


def _bibtex(work: _Work) -> str:
    """Make the entry; the inner braces keep a style from changing the title's capitals."""
    lines = [f"@misc{{{work.key},", f"  title = {{{{{_escaped(work.title)}}}}},"]
    lines.append(f"  howpublished = {{{{{_escaped(work.within)}}}}},")
    if work.label:
        lines.append(f"  note = {{{work.label}}},")
    if work.date:
        lines.append(f"  year = {{{work.date[0]}}},")
    if work.date[1:]:
        lines.append(f"  month = {MONTHS[work.date[1] - 1][:3].lower()},")
    if work.address is not None:
        lines.append(f"  url = {{{work.address}}},")
    return "\n".join([*lines, "}"])


def _escaped(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(lambda m: _SPELLED.get(m[0], "\\" + m[0]), text)


def _csl_json(work: _Work) -> str:
    item: dict[str, Any] = {
        "id": work.key,
        "type": work.kind,
        "title": work.title,
        "container-title": work.within,
        "language": work.language,
    }
    if work.date:
        item["issued"] = {"date-parts": [work.date]}
    if work.address is not None:
        item["URL"] = work.address
    lines = (f' "{key}": {msgspec.json.encode(value).decode()}' for key, value in item.items())
    return "[{\n" + ",\n".join(lines) + "\n}]"
