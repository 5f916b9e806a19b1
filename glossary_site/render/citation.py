"""How to cite a term's page."""

import re

from glossary_site.model import Term
from glossary_site.render.dates import MONTHS
from glossary_site.render.views import CitationView

_BIBTEX_SPECIAL = re.compile(r"([\\{}$&#^_%~])")
_SPELLED = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}


def citation(term: Term, site_title: str, address: str | None) -> CitationView:
    """Make the citation, in the manner of APA and for BibTeX.

    Args:
        term: The term.
        site_title: The glossary.
        address: The page's absolute address, if the host is known.
    """
    day = term.updated
    when = "n.d." if day is None else f"{day.year}, {MONTHS[day.month - 1]} {day.day}"
    text = f"{term.title}. ({when}). In {site_title}."
    entry = [f"@misc{{{term.slug},", f"  title = {{{_bibtex(term.title)}}},"]
    entry.append(f"  howpublished = {{{_bibtex(site_title)}}},")
    if day is not None:
        entry.append(f"  year = {{{day.year}}},")
        entry.append(f"  month = {{{MONTHS[day.month - 1][:3].lower()}}},")
    if address is not None:
        text += f" {address}"
        entry.append(f"  url = {{{address}}},")
    return CitationView(text, "\n".join([*entry, "}"]))


def _bibtex(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(lambda m: _SPELLED.get(m[1], "\\" + m[1]), text)
