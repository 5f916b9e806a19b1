"""*Mentioned in*: which of the terms that link to a term are shown with the sentence that does."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from glossary_site.model import Glossary
from glossary_site.names import Slug
from glossary_site.render.edition import Edition
from glossary_site.render.sentences import mention
from glossary_site.render.views import LinkView, MentionView

SENTENCES: Final = 6
"""Terms shown with their sentence, for the weight of the page."""
LINKS: Final = 12
"""Terms that are listed after them in sight; the rest is folded away."""


class Backlinks(Struct, frozen=True):
    """The terms that link to one term, as its page shows them."""

    quoted: Sequence[Slug]
    """Those with their sentence."""
    listed: Sequence[Slug]
    """The others, A to Z."""


def backlinks(glossary: Glossary, slug: Slug) -> Backlinks:
    """Choose whose sentence a term's page shows.

    What an author linked by hand comes first, and then A to Z: a link made by hand says more than
    one made because a word stands there.
    """
    terms, fragments = glossary.backlinks[slug], glossary.fragments
    telling = [other for other in terms if slug in fragments[other].sentences]
    if not telling:
        return Backlinks((), terms)
    if len(telling) > SENTENCES:
        telling.sort(key=lambda other: fragments[other].links.get(slug) != "written")
        telling = telling[:SENTENCES]
    shown = set(telling)
    return Backlinks(telling, [other for other in terms if other not in shown])


def quotation(glossary: Glossary, slug: Slug, other: Slug) -> tuple[str | None, str]:
    """Give what stands behind a mention of `slug` by `other`: the latter's language, and HTML."""
    fragment = glossary.fragments[other]
    first, _, _, last = fragment.sentences[slug]
    return glossary.graph.term_by_slug[other].lang, fragment.html[first:last]


def mention_view(edition: Edition, slug: Slug, other: Slug) -> MentionView:
    """Make the view of a mention of `slug` by `other`."""
    glossary = edition.glossary
    fragment, language = glossary.fragments[other], glossary.graph.term_by_slug[other].lang
    found = mention(fragment.html, fragment.sentences[slug])
    foreign, writing = edition.foreign(language)
    return MentionView(
        link=edition.link(other),
        before=found.before,
        words=found.words,
        after=found.after,
        language=foreign,
        direction=writing,
    )


def listed_views(
    edition: Edition, listed: Sequence[Slug]
) -> tuple[tuple[LinkView, ...], tuple[LinkView, ...]]:
    """Link to the terms without a sentence: those in sight, and those folded away."""
    links = tuple(edition.link(other) for other in listed)
    return links[:LINKS], links[LINKS:]
