"""`llms.txt`, and all terms in one text, in parts."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting.llms import full_path, llms_full, llms_txt, parts
from glossary_site.exporting.terms import prepared
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates

_GUIDE: Final = "guide"


def _plan(edition: Edition) -> Iterator[Planned]:
    yield Planned(at.LLMS, _GUIDE, Span("site.yaml"))
    for part in range(1, len(parts(edition)) + 1):
        yield Planned(full_path(part), str(part), Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key == _GUIDE:
        return _shows_guide(edition, digests)
    divided, glossary = parts(edition), edition.glossary
    return (
        prepared(edition).titles,
        digests.neighbours,
        len(divided),
        [(name, topic.title) for name, topic in edition.topics.items()],
        list(digests.datasets.items()),
        [
            (
                slug,
                glossary.related[slug],
                glossary.backlinks[slug],
                digests.cards[slug],
                digests.marks[slug].page,
                digests.marks[slug].body,
                digests.bodies[slug],
            )
            for slug in divided[int(key) - 1]
        ],
    )


def _shows_guide(edition: Edition, digests: Digests) -> object:
    manual = edition.glossary.content.manual
    return (
        digests.lists,
        len(parts(edition)),
        edition.glossary.most_linked,
        [(name, one.title, one.description, one.terms) for name, one in edition.topics.items()],
        list(digests.datasets.items()),
        list(digests.issues.items()),
        [] if manual is None else [(path, doc.title) for path, doc in manual.docs.items()],
    )


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    return llms_txt(edition) if key == _GUIDE else llms_full(edition, int(key))


EMITTER: Final = Emitter("llms", "machines", _plan, _shows, _render)
