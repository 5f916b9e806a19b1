"""Addresses for ever: what `permalinks.txt` lists and this build would not write, and the reverse.

Whatever is listed is guarded.  What must be listed is what others link to: pages, and the files of
datasets and feeds.  Not so what browsers and machines find by themselves, and what comes and goes
with the history that git knows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from glossary_site.content.permalinks import PERMALINKS, Permalink, misplaced, parse, put_in
from glossary_site.diagnostics import Diagnostic, Findings, Fix, Span, finding, quoted
from glossary_site.names import slugify
from glossary_site.outputs import EMITTERS
from glossary_site.outputs.plan import PlannedFile, Planning
from glossary_site.render import addresses as at
from glossary_site.render.addresses import Addresses
from glossary_site.render.edition import Edition

LASTING: Final = frozenset({
    "terms", "home", "lists", "sources", "redirects", "graph", "data", "newsletter", "feed",
    "topic-feeds", "newsletter-feed", "docs", "formats",
})  # fmt: skip
"""Emitters whose addresses must be listed."""
PASSING: Final = frozenset({
    "changes", "sitemap", "search", "cards", "manifest", "hosting", "files", "fates",
    "history", "history-feed", "offline", "security", "term-files", "mirror", "llms", "api", "linked-data",
    "embeds", "tables", "tbx",
})  # fmt: skip
"""Emitters whose addresses may be listed."""
_BY_THE_WAY: Final = frozenset({"404.html", at.GRAPH_FILE, at.THANKS})
"""Files of lasting emitters that nobody links to."""
SHOWN: Final = 20
"""More missing lines than these are one finding, and more lost addresses get no name to look at."""
_LAID_OUT: Final = ("graph", "docs")
"""Families whose files are not known where they are not written; each has a page of its name."""
_PLAIN: Final = Addresses("", "/")
_NEAR: Final = 60
_VERY_NEAR: Final = 85
"""How alike two addresses are, in percent."""


class _Site(Struct, frozen=True):
    """The addresses of a build beside those that are listed."""

    edition: Edition
    """What is built."""
    published: Mapping[str, PlannedFile]
    """What will be written, by address."""
    listed: Mapping[str, Permalink]
    """What `permalinks.txt` says, by address."""
    new: tuple[str, ...]
    """Addresses that last and are not listed."""
    spoilt: frozenset[str]
    """Folders, and files outside of any, in which there are errors."""


def check(
    edition: Edition, planning: Planning, *, spoilt: Collection[str], drafts: bool
) -> Findings:
    """Compare what a build will write with what was ever published.

    Args:
        edition: What is built.
        planning: All that will be written.
        spoilt: Paths that have errors: what is missing because of them is no mistake of its own.
        drafts: Whether drafts count as published: theirs are no addresses to last.
    """
    text = edition.glossary.content.permalinks
    if text is None:
        return () if PERMALINKS in spoilt else tuple(_beginning(edition))
    listed, found = parse(text)
    by_address = {one.address: one for one in listed}
    published = {_PLAIN.href(file.path): file for file in planning.files}
    new = [a for a, file in published.items() if _lasts(file) and a not in by_address]
    tops = frozenset(path.partition("/")[0] for path in spoilt)
    site = _Site(edition, published, by_address, tuple(sorted(new)), tops)
    found += tuple(_lost(site)) + tuple(_astray(site))
    fix = put_in(text, () if drafts else site.new)
    if (line := misplaced(text)) is not None:
        message = "the line is out of order, or stands twice"
        hint = "sorted lines keep merges apart: check --fix sorts them"
        found += (finding("unsorted-permalinks", Span(PERMALINKS, line), message, hint, fix),)
    return found if drafts else (*found, *_unlisted(site, fix))


def _lasts(file: PlannedFile) -> bool:
    if file.emitter == "docs" and not file.path.endswith(at.HOME):
        return False  # a picture is part of its page
    return file.emitter in LASTING and file.path not in _BY_THE_WAY


def _beginning(edition: Edition) -> Iterator[Diagnostic]:
    """Say how to begin, where a site has an address that others can link to."""
    if edition.addresses.origin:
        message = f"there is no {PERMALINKS}, so an address may be lost without a word"
        hint = f"make an empty {PERMALINKS}; glossary-site check --fix fills it"
        yield finding("no-permalinks", Span("site.yaml"), message, hint)


def _unlisted(site: _Site, fix: Fix) -> Iterator[Diagnostic]:
    """Report addresses that are not listed, where the page or file comes from."""
    by_owner: defaultdict[Span, list[str]] = defaultdict(list)
    for address in site.new:
        by_owner[site.published[address].owner].append(address)
    if len(by_owner) > SHOWN:
        message = f"{len(site.new):,} addresses are not in the list, {site.new[0]} the first"
        hint = "glossary-site check --fix adds them"
        yield finding("unlisted-permalink", Span(PERMALINKS), message, hint, fix)
        return
    for owner, addresses in by_owner.items():
        message = f"the address {addresses[0]} is not in {PERMALINKS}"
        hint = "glossary-site check --fix adds it"
        if len(addresses) > 1:
            message = f"{len(addresses)} addresses are not in {PERMALINKS}: {', '.join(addresses)}"
            hint = "glossary-site check --fix adds them"
        yield finding("unlisted-permalink", owner, message, hint, fix)


def _lost(site: _Site) -> Iterator[Diagnostic]:
    """Report addresses at which nothing would stand any more."""
    lost = [
        one
        for address, one in site.listed.items()
        if address not in site.published and not _is_excused(site, address)
    ]
    if not lost:
        return
    off = _switched_off(site.edition)
    heirs = _Heirs(site, [one.address for one in lost if one.is_kept])
    for one in lost:
        is_moved = not one.is_kept and one.gone is None
        top = "/".join(one.address.split("/")[:2]) + "/"
        family = off.get(one.address, off.get(top) if top[1:-1] in _LAID_OUT else None)
        family = family or ("redirects" if is_moved else None)
        if family is not None and family not in site.edition.families:
            message = f"the address {quoted(one.address)} is lost: outputs leaves out {family}"
            hint = f"name {family} under outputs in site.yaml, or {_mark(one.address)}"
            yield finding("lost-permalink", one.span(), message, hint)
        elif one.is_kept:
            message = f"no page or file has the address {quoted(one.address)} any more"
            yield finding("lost-permalink", one.span(), message, heirs.hint(one.address))


def _mark(address: str) -> str:
    return f"mark it here as {address} gone: WHY"


def _is_excused(site: _Site, address: str) -> bool:
    """Say whether an address may be missing because of another mistake."""
    content = site.edition.glossary.content
    top, _, rest = address[1:].partition("/")
    if "site.yaml" in site.spoilt and top not in {"terms", "data"}:
        return True
    if top == "terms":
        return rest.rstrip("/") in {slugify(name) for name in content.refused}
    if top == "data":
        name = rest.partition("/")[0]
        return any(name in {"", one} or name.startswith(f"{one}.") for one in content.refused_data)
    is_gathered = top in {"topics", "sources", "graph"} and not site.spoilt.isdisjoint(
        {"terms", "data"}
    )
    return top in site.spoilt or is_gathered


def _switched_off(edition: Edition) -> Mapping[str, str]:
    """Give the addresses that families have which are not written, with the family."""
    off = {family: f"/{family}/" for family in _LAID_OUT if family not in edition.families}
    return {address: family for family, address in off.items()} | {
        _PLAIN.href(planned.path): emitter.family
        for emitter in EMITTERS
        if emitter.family not in edition.families and emitter.name in LASTING | {"fates"}
        for planned in emitter.plan(edition)
    }


class _Heirs:
    """Guesses what has become of lost addresses, to say what to write."""

    def __init__(self, site: _Site, lost: Collection[str]) -> None:
        self._site = site
        self._lost = lost
        self._is_shown = len(lost) <= SHOWN
        terms = site.edition.glossary.graph.term_by_slug
        self._terms = {at.page_path(at.term_path(slug)): term for slug, term in terms.items()}
        self._drafts = {str(one.slug): one for one in site.edition.glossary.content.drafts}

    def hint(self, address: str) -> str:
        """Say what to write for one address."""
        if hint := self._spelled(address):
            return hint
        if not address.startswith("/terms/"):
            heir = self._heir(address, "/NEW-ADDRESS/" if address.endswith("/") else "/NEW-FILE")
            return f"write here {address} -> {heir}; if it was withdrawn, {address} gone: WHY"
        slug = address.removeprefix("/terms/").strip("/")
        if slug in self._drafts:
            path = self._drafts[slug].path
            return f"remove draft: true in {path}; if it was withdrawn, {_mark(address)}"
        term = self._terms.get(self._heir(address, "")[1:])
        where = "the term that takes its place" if term is None else term.path
        return f"write former_slugs: [{slug}] in {where}; if it was withdrawn, {_mark(address)}"

    def _spelled(self, address: str) -> str | None:
        """Find the address that was meant where it is only written otherwise."""
        base = self._site.edition.addresses.base_path
        for meant, hint in (
            (f"{address}/", "write"),
            ("/" + address.removeprefix(base), "leave out the base path: write"),
        ):
            if meant != address and meant in self._site.published:
                return f"{hint} {meant}"
        return None

    def _heir(self, address: str, unknown: str) -> str:
        """Find the new address that is likeliest to have taken the place of a lost one."""
        if not self._is_shown:
            return unknown
        others = [one for one in self._lost if _kind(one) == _kind(address)]
        new = [one for one in self._site.new if _kind(one) == _kind(address)]
        new = [
            one for one in new if self._site.published[one].emitter not in {"redirects", "fates"}
        ]
        published = [one for one in self._site.published if _kind(one) == _kind(address)]
        if address.startswith("/terms/"):
            published = [one for one in published if one[1:] in self._terms]
        if near := _nearest(address, new) or _nearest(address, published, _VERY_NEAR):
            return near
        if len(new) == 1 and len(others) == 1:
            return new[0]
        return _nearest(address, published) or unknown


def _kind(address: str) -> tuple[str, str]:
    """Tell addresses apart that cannot take each other's place."""
    top, _, rest = address[1:].partition("/")
    return top, "/" if address.endswith("/") else rest.partition(".")[2]


def _nearest(address: str, others: Iterable[str], cutoff: int = _NEAR) -> str | None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (only where an address is lost)

    near = process.extractOne(
        address, sorted(others), scorer=fuzz.ratio, processor=_words, score_cutoff=cutoff
    )
    return near[0] if near else None


def _words(address: str) -> str:
    """Put what tells addresses of one kind apart in words."""
    return address[1:].partition("/")[2].rstrip("/").replace("-", " ")


def _astray(site: _Site) -> Iterator[Diagnostic]:
    """Report lines that lead readers where nothing stands, or past what stands there."""
    for one in site.listed.values():
        if one.is_kept:
            continue
        file = site.published.get(one.address)
        if file is not None and file.owner.path != PERMALINKS:
            message = f"{quoted(one.address)} stands again, for {file.owner.path}"
            hint = "remove what follows the address"
            yield finding("bad-permalink", one.span(), message, hint)
        if one.target is not None and (wrong := _wrong_target(site, one.address, one.target)):
            message = f"{quoted(one.address)} leads to {quoted(one.target)}, {wrong[0]}"
            yield finding("bad-permalink", one.span(), message, wrong[1])


def _wrong_target(site: _Site, address: str, target: str) -> tuple[str, str | None] | None:
    """Say why an address cannot lead to another, and what to write."""
    if target not in site.published:
        near = _nearest(target, site.published)
        wrong = "which nothing has", f"did you mean {near}?" if near else None
        return None if _is_excused(site, target) else wrong
    if target in site.listed and not site.listed[target].is_kept:
        final = site.listed[target].target
        return "which is no more either", f"write {final}" if final else None
    if target.endswith("/") and not address.endswith("/"):
        return "a page", "name the file that takes its place, or mark it as gone: WHY"
    return None
