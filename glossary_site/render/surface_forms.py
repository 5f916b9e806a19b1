"""Every form in which prose may mention a term: its names and their regular plurals."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from glossary_site.fields.site import AutolinkFields
from glossary_site.model import Term
from glossary_site.names import Slug, fold_name
from glossary_site.render.folding import fold

COMMON_WORDS: Final = frozenset(
    """a about after all also an and any are as at be because been but by can could did do does for
    from had has have he her him his how i if in into is it its just me more most my no nor not
    now of off on one only or other our out over own same she should so some such than that the
    their them then there these they this those through to too under up us very was we were what
    when where which while who why will with would you your""".split()
)
"""English function words: linking each of them would drown every page."""


class Name(Struct, frozen=True):
    """A surface form that prose may hold."""

    text: str
    """As the author wrote it, or its plural."""
    slug: Slug
    """The term it names."""
    is_exact: bool
    """Whether case matters."""


def is_common_word(name: str) -> bool:
    """Say whether a name is an English function word not written in capitals ("IT" is a name)."""
    return name.lower() in COMMON_WORDS and not (len(name) > 1 and name.isupper())


def surface_forms(
    terms: Iterable[Term], options: AutolinkFields, language: str
) -> tuple[Name, ...]:
    """List every form in which prose may mention a term; the first to claim a form has it."""
    if options.per == "off":
        return ()
    excluded = {fold_name(name) for name in options.exclude}
    plurals = options.plurals and language.lower().split("-")[0] == "en"
    names: dict[str, Name] = {}
    extra: list[Name] = []
    for term in terms:
        if term.autolink == "off":
            continue
        for text in term.names:
            if fold_name(text) in excluded or is_common_word(text):
                continue
            is_exact = term.autolink == "exact-case" or text.lower() in COMMON_WORDS
            names.setdefault(fold(text)[0], Name(text, term.slug, is_exact))
            if plurals and (form := plural(text)):
                extra.append(Name(form, term.slug, is_exact))
    for name in extra:
        names.setdefault(fold(name.text)[0], name)
    return tuple(names.values())


def plural(name: str) -> str | None:
    """Form the regular English plural of a name's last word; None if it has none.

    >>> plural("churn rate"), plural("Capacity"), plural("Mesh"), plural("LLM"), plural("Tokens")
    ('churn rates', 'Capacities', 'Meshes', 'LLMs', None)
    """
    if not name[-1:].isascii() or not name[-1:].isalpha() or name[-1] in "sS":
        return None
    lower = name.lower()
    if lower.endswith(("ch", "sh", "x", "z")):
        return name + "es"
    if lower.endswith("y") and lower[-2:-1] not in set("aeiou") and not name.isupper():
        return name[:-1] + "ies"
    return name + "s"
