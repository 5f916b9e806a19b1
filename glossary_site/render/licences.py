"""Licences of sources: which words of an author name one that everybody knows, and where it stands.

Only a text that is a licence's name and nothing else counts.  "CC BY 4.0; terms of the original
source may apply" promises less than its first words do, and stays the text it is.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from glossary_site.fields.common import Source


class Licence(NamedTuple):
    """A licence that everybody knows."""

    name: str
    """Its SPDX identifier, which is its name in the Open Definition's list too, if it is there."""
    title: str
    """Its name as people write it."""
    href: str
    """Where it can be read."""


_CREATIVE: Final = re.compile(r"cc[ -](by(?:-nc)?(?:-nd|-sa)?)[ -]([1-3]\.0|2\.5|4\.0)")
_OTHERS: Final = {
    name: licence
    for names, licence in (
        (
            ("cc0", "cc0 1.0", "cc0-1.0"),
            Licence("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ),
        (
            ("odbl", "odbl 1.0", "odbl-1.0"),
            Licence("ODbL-1.0", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
        ),
        (
            ("odc-by", "odc-by 1.0", "odc-by-1.0"),
            Licence("ODC-By-1.0", "ODC-By 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
        ),
        (
            ("pddl", "pddl 1.0", "pddl-1.0"),
            Licence("PDDL-1.0", "PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
        ),
        (
            ("ogl 3.0", "ogl-uk-3.0", "open government licence v3.0"),
            Licence(
                "OGL-UK-3.0",
                "OGL 3.0",
                "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            ),
        ),
    )
    for name in names
}


def known_licence(text: str | None) -> Licence | None:
    """Recognise a licence by its name.

    >>> known_licence("CC-BY-SA 4.0").href
    'https://creativecommons.org/licenses/by-sa/4.0/'
    >>> known_licence("CC BY 4.0 for the text only") is None
    True
    """
    if text is None:
        return None
    bare = " ".join(text.lower().removesuffix(" international").split())
    found = _CREATIVE.fullmatch(bare)
    if found is None:
        return _OTHERS.get(bare)
    kind, version = found.groups()
    title = f"CC {kind.upper()} {version}"
    href = f"https://creativecommons.org/licenses/{kind}/{version}/"
    return Licence(title.replace(" ", "-"), title, href)


def common_licences(sources: Sequence[Source]) -> tuple[Licence, ...]:
    """List the licences of all sources; none if any of them has another or no known one.

    Who takes away a table needs the consent of every source.  A list of some would promise more
    than is known.
    """
    found = [known_licence(source.licence) for source in sources]
    licences = tuple(dict.fromkeys(one for one in found if one is not None))
    return licences if None not in found else ()
