"""The glossary as TBX-Basic (ISO 30042:2019), in both styles.

What an author wrote of a term stands in the section of its language; what the site knows besides,
such as the days of commits, stands with the concept.  Names of data categories and their levels are
those of the modules Min and Basic.
"""

from collections.abc import Callable, Iterator
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from glossary_site.exporting.columns import source_line
from glossary_site.model import Term
from glossary_site.names import Slug, slugify
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition

Style = Literal["dca", "dct"]
CONCEPT: Final = "term-"
"""How the id of a concept begins: an id may not begin with a digit, as a slug may."""
CORE: Final = "urn:iso:std:iso:30042:ed-2"
MODULES: Final = {
    "min": "http://www.tbxinfo.net/ns/min",
    "basic": "http://www.tbxinfo.net/ns/basic",
}
_CATEGORIES: Final = {
    "subjectField": ("min", "descrip"),
    "definition": ("basic", "descrip"),
    "source": ("basic", "admin"),
    "crossReference": ("basic", "ref"),
    "externalCrossReference": ("min", "xref"),
    "administrativeStatus": ("min", "termNote"),
    "termType": ("basic", "termNote"),
    "transactionType": ("basic", "transac"),
}
"""The module of each data category, and its element in the style DCA."""
Say = Callable[..., str]


def tbx_glossary(edition: Edition, style: Style) -> bytes:
    """Write all terms."""
    site = edition.site
    spaces = "".join(f' xmlns:{name}="{iri}"' for name, iri in MODULES.items())
    say = _categories(style)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tbx type="TBX-Basic" style="{style}" xml:lang={quoteattr(site.language)}'
        f' xmlns="{CORE}"{spaces if style == "dct" else ""}>\n<tbxHeader><fileDesc>'
        f"<titleStmt><title>{escape(site.title)}</title></titleStmt>"
        + (
            f"<publicationStmt><p>{escape(site.licence)}</p></publicationStmt>"
            if site.licence
            else ""
        )
        + f"<sourceDesc><p>{escape(edition.addresses.best(at.HOME))}</p></sourceDesc>"
        "</fileDesc></tbxHeader>\n<text><body>\n"
    ]
    parts += (_concept(edition, slug, say) for slug in edition.glossary.graph.order)
    return "".join([*parts, "</body></text>\n</tbx>\n"]).encode()


def _categories(style: Style) -> Say:
    """Make the function that writes a data category: as an attribute, or as an element's name."""
    heads = {
        name: (f'{element} type="{name}"', element) if style == "dca" else (f"{module}:{name}",) * 2
        for name, (module, element) in _CATEGORIES.items()
    }

    def say(name: str, text: str, target: str = "") -> str:
        head, tail = heads[name]
        where = f" target={quoteattr(target)}" if target else ""
        return f"<{head}{where}>{escape(text)}</{tail}>"

    return say


def _concept(edition: Edition, slug: Slug, say: Say) -> str:
    term = edition.glossary.graph.term_by_slug[slug]
    return (
        f'<conceptEntry id="{CONCEPT}{slug}">{"".join(_known(edition, term, say))}'
        f"<langSec xml:lang={quoteattr(term.lang or edition.site.language)}>"
        f"{''.join(_written(term, say))}"
        f"{''.join(_words(term, say, is_replaced=slug in edition.glossary.graph.replaced_by))}"
        "</langSec></conceptEntry>\n"
    )


def _known(edition: Edition, term: Term, say: Say) -> Iterator[str]:
    """Say what stands with the concept: topics, other concepts, its page, and what was found out."""
    graph = edition.glossary.graph
    for name in term.topics:
        title = edition.topics[name].title if name in edition.topics else name
        yield say("subjectField", title if slugify(title) == name else name)
    if term.definition is None and (lead := edition.glossary.definition(term.slug)):
        yield say("definition", lead)
    replaced = graph.replaced_by.get(term.slug)
    for other in ((replaced,) if replaced else ()) + graph.authored.get(term.slug, ()):
        yield say("crossReference", graph.term_by_slug[other].title, CONCEPT + other)
    page = edition.addresses.best(at.term_path(term.slug))
    yield say("externalCrossReference", page, page)
    if term.added is not None:
        yield _day(say, "origination", term.added.isoformat())
    if term.updated is not None and "updated" not in term.places:
        yield _day(say, "modification", term.updated.isoformat())


def _day(say: Say, what: str, day: str) -> str:
    return f"<transacGrp>{say('transactionType', what)}<date>{day}</date></transacGrp>"


def _written(term: Term, say: Say) -> Iterator[str]:
    """Say what the author wrote of the concept; the text stays Markdown."""
    if term.definition is not None:
        yield say("definition", term.definition)
    for source in term.sources:
        yield say("source", source_line(source))
    if body := term.body.strip("\n"):
        yield f"<note>{escape(body)}</note>"
    if term.updated is not None and "updated" in term.places:
        yield _day(say, "modification", term.updated.isoformat())


def _words(term: Term, say: Say, *, is_replaced: bool) -> Iterator[str]:
    """Write the title, then the abbreviation, then the other names."""
    status = "deprecatedTerm-admn-sts" if is_replaced else "preferredTerm-admn-sts"
    yield _word(term.title, say("administrativeStatus", status))
    if (short := term.abbreviation) is not None:
        kind = "acronym" if short.isalpha() and short.isupper() else "abbreviation"
        admitted = say("administrativeStatus", "admittedTerm-admn-sts")
        yield _word(short, admitted + say("termType", kind))
    for name in term.aliases:
        yield _word(name, say("administrativeStatus", "admittedTerm-admn-sts"))


def _word(name: str, notes: str) -> str:
    return f"<termSec><term>{escape(name)}</term>{notes}</termSec>"
