"""`permalinks.txt`: every address ever published, and what became of those that are no more.

An address is written without host and base path, so that the site can move as a whole.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from glossary_site.content.files import PATH_LIMIT
from glossary_site.diagnostics import Diagnostic, Edit, Findings, Fix, Span, finding, quoted

PERMALINKS: Final = "permalinks.txt"
SIZE_LIMIT: Final = 16 * 1024 * 1024
"""Bytes: some 400,000 addresses."""
REASON_LIMIT: Final = 400
"""Characters: why an address is gone is said in a sentence or two."""
HEADER: Final = """\
# Every address that this site has ever published, one a line, sorted. Nothing is taken out.
# glossary-site check --fix adds what is missing.

"""
_FORMS: Final = (
    "write ADDRESS, ADDRESS -> ADDRESS, ADDRESS gone: WHY, or ADDRESS gone, see ADDRESS: WHY"
)
_INDEX: Final = "/index.html"
_PLAIN: Final = re.compile(r"/(?:[a-z0-9][a-z0-9.-]*/)*(?:[a-z0-9][a-z0-9.-]*)?")
"""Most addresses: nothing can be wrong with them."""
_ADDRESS: Final = re.compile(r"/(?:[A-Za-z0-9~!$&'()*+,;=:@._-]|%[0-9A-F]{2}|/(?!/))*")
_LINE: Final = re.compile(r"(\S+) +(?:(->) *(\S*)|(gone)(?:, *see +([^\s:]\S*?))?:(.*))")


class Permalink(Struct, frozen=True):
    """An address that was published, and what became of it."""

    address: str
    """Without host and base path: `/terms/gpu/`."""
    line: int
    """Where it stands, 1-based."""
    target: str | None = None
    """The address it has moved to; if it is gone, the one that may serve instead."""
    gone: str | None = None
    """Why it is gone, or None if it is not."""

    @property
    def is_kept(self) -> bool:
        """Whether a page or file must stand there."""
        return self.target is None and self.gone is None

    def span(self) -> Span:
        """Where it stands."""
        return Span(PERMALINKS, self.line, 1, len(self.address) + 1)


def output_path(address: str) -> str:
    """Give the output path of an address.

    >>> output_path("/terms/gpu/"), output_path("/feed.xml")
    ('terms/gpu/index.html', 'feed.xml')
    """
    path = address[1:]
    return f"{path}index.html" if not path or path.endswith("/") else path


def parse(text: str) -> tuple[tuple[Permalink, ...], Findings]:
    """Read the whole file."""
    known: dict[str, Permalink] = {}
    found: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), 1):
        one = _read(line, number)
        if isinstance(one, Diagnostic):
            found.append(one)
        elif one is not None:
            first = known.setdefault(one.address, one)
            if first is not one and _fate(first) != _fate(one):
                message = (
                    f"line {first.line} says something else of the address {quoted(one.address)}"
                )
                found.append(finding("bad-permalink", one.span(), message, "remove one of the two"))
    return tuple(known.values()), tuple(found)


def fates(text: str) -> Iterator[Permalink]:
    """Read only the lines that say what became of an address; there are few, so this is quick."""
    at = text.find(" ")
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        one = _read(text[start:end], 0)
        if isinstance(one, Permalink) and not one.is_kept:
            yield Permalink(one.address, text.count("\n", 0, start) + 1, one.target, one.gone)
        at = text.find(" ", end)


def _fate(one: Permalink) -> tuple[str | None, str | None]:
    return one.target, one.gone


def _read(line: str, number: int) -> Permalink | Diagnostic | None:
    """Read one line; None if it says nothing."""
    if _PLAIN.fullmatch(line) and not line.endswith(_INDEX):
        return Permalink(line, number)
    text = line.strip()
    if not text or text.startswith("#"):
        return None
    match = _LINE.fullmatch(text)
    one = Permalink(text, number)
    if match is not None:
        target = match[3] if match[2] else match[5]
        one = Permalink(match[1], number, target, " ".join(match[6].split()) if match[4] else None)
    wrong = _mistake(one)
    if wrong is None:
        return one
    column = line.index(text) + 1
    span = Span(PERMALINKS, number, column, column + len(text))
    return finding("bad-permalink", span, *wrong)


def _mistake(one: Permalink) -> tuple[str, str | None] | None:
    """Say what is wrong with a line, and what to write."""
    if len(one.address.split()) > 1:
        return f"the line {quoted(one.address)} cannot be read", _FORMS
    for address in (one.address, one.target):
        if address is not None and (problem := _problem(address)):
            return f"{quoted(address)} {problem[0]}", problem[1]
    if one.gone is not None and not 0 < len(one.gone) <= REASON_LIMIT:
        many = f"has {len(one.gone)} characters, more than the {REASON_LIMIT} allowed"
        message = f"the reason {many}" if one.gone else "no reason is given"
        return message, "say in a sentence or two why it is gone"
    if one.target == one.address:
        return f"the address {quoted(one.address)} leads to itself", "remove what follows it"
    return None


def _problem(address: str) -> tuple[str, str | None] | None:
    """Say why a text is no address of this site, and what to write."""
    if address.startswith(("http:", "https:", "//")):
        return "names a host", _without_host(address)
    if not address.startswith("/"):
        return "does not begin with a slash", _FORMS
    if address.endswith(_INDEX):
        return "names the file of a page", f"write {address.removesuffix(_INDEX)}/"
    if "?" in address or "#" in address:
        return "has a query or a fragment", "write the address of the page alone"
    if len(address) > PATH_LIMIT:
        return f"is longer than {PATH_LIMIT} characters", None
    is_odd = {".", ".."}.intersection(address.split("/")) or not _ADDRESS.fullmatch(address)
    return (
        ("is no address that a page can have", "write other characters as %XX") if is_odd else None
    )


def _without_host(address: str) -> str | None:
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    return f"write it without the host: {path}" if _ADDRESS.fullmatch(path) else None


def misplaced(text: str) -> int | None:
    """Find the first line whose address does not come after the one before it."""
    there = list(_addresses(text.split("\n")))
    return next((line for (one, _), (two, line) in pairwise(there) if one >= two), None)


def _addresses(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Give what each line begins with that has something to say, and its number."""
    for number, line in enumerate(lines, 1):
        words = line.split(maxsplit=1)
        if words and not words[0].startswith("#"):
            yield words[0], number


def put_in(text: str, added: Iterable[str]) -> Fix:
    """Make the edits that put addresses where they belong, and all others in order if they are not.

    Args:
        text: The file as it is.
        added: Addresses that it does not hold.
    """
    new = sorted(set(added))
    if misplaced(text) is not None:
        lines = text.split("\n")
        whole = _arranged(text, new)
        return (Edit(PERMALINKS, 1, 1, len(lines), len(lines[-1]) + 1, whole),)
    if not text.strip():
        return (Edit(PERMALINKS, 1, 1, 1, 1, HEADER + "".join(f"{one}\n" for one in new)),)
    lines = text.split("\n")
    there = list(_addresses(lines))
    names = [address for address, _ in there]
    gaps: dict[tuple[int, int], list[str]] = {}
    for one in new:
        gaps.setdefault(_gap(lines, there, bisect_left(names, one)), []).append(one)
    return tuple(
        Edit(PERMALINKS, line, column, line, column, _lines(listed, is_start=column == 1))
        for (line, column), listed in gaps.items()
    )


def _gap(lines: list[str], there: list[tuple[str, int]], before: int) -> tuple[int, int]:
    """Find where a line goes that follows `before` others: line and column."""
    if before == 0 and there:
        return there[0][1], 1
    after = there[before - 1][1] if there else len(lines)
    if after < len(lines):
        return after + 1, 1
    return after, len(lines[after - 1]) + 1


def _lines(listed: Iterable[str], *, is_start: bool) -> str:
    if is_start:
        return "".join(f"{one}\n" for one in listed)
    return "".join(f"\n{one}" for one in listed)


def _arranged(text: str, new: Collection[str]) -> str:
    """Put all lines in order, each once; a comment stays above the line that it stands above."""
    head: list[str] = []
    lead: list[str] = []
    above: dict[str, list[str]] = {one: [] for one in new}
    for line in text.split("\n"):
        words = line.split(maxsplit=1)
        if words and not words[0].startswith("#"):
            above.setdefault(line.strip(), []).extend(lead)
            lead = []
        else:
            (lead if len(above) > len(new) else head).append(line)
    tail = lead if any(lead) else [""]
    ordered = sorted(above.items(), key=lambda one: (one[0].split()[0], one[0]))
    return "\n".join([*head, *(line for one, lead in ordered for line in (*lead, one)), *tail])


def listed(text: str) -> frozenset[str]:
    """Gather all addresses, whatever became of them."""
    return frozenset(one.address for one in parse(text)[0])
