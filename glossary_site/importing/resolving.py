"""References of a source made into names of terms: of the source itself, or of the glossary."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from glossary_site.diagnostics import Findings, quoted
from glossary_site.importing.designations import distinct
from glossary_site.importing.records import (
    Imported,
    Reference,
    dangling,
    not_carried,
    refused,
)
from glossary_site.model import Term
from glossary_site.names import SLUG_LIMIT, fold_name, is_reserved, is_spelled, slugify


class Placed(Struct, frozen=True):
    """An imported term with the file it will have."""

    term: Imported
    """The term, without names that belong to another one."""
    slug: str
    """The last part of its address."""


class _Owners:
    """Which file each name and each address belongs to."""

    def __init__(self, there: Iterable[Term]) -> None:
        self._names: dict[str, str] = {}
        self._slugs: dict[str, str] = {}
        for term in there:
            self._slugs.setdefault(term.slug, term.path)
            for name in term.names:
                self._names.setdefault(fold_name(name), term.path)

    def of(self, name: str, own: str, slug: str = "") -> str | None:
        """Find the other file that a name, its address or a slug belongs to."""
        owners = (
            self._names.get(fold_name(name)), self._slugs.get(slug),
            self._slugs.get(slugify(name)) if is_spelled(name) else None,
        )  # fmt: skip
        return next((owner for owner in owners if owner not in {None, own}), None)

    def take(self, name: str, own: str, slug: str = "") -> None:
        """Note that a name, its address and a slug have a file now."""
        self._names.setdefault(fold_name(name), own)
        for made in (slug, slugify(name) if is_spelled(name) else ""):
            if made:
                self._slugs.setdefault(made, own)


def place(
    terms: Iterable[Imported], there: Iterable[Term], into: str
) -> tuple[tuple[Placed, ...], Findings]:
    """Give each term its address; one that has a name of another is refused.

    Args:
        terms: What the source has, in its order.
        there: The glossary's own terms.
        into: The folder for the new files, relative to the glossary's.
    """
    owners = _Owners(there)
    placed: list[Placed] = []
    places: dict[str, Imported] = {}
    found: Findings = ()
    terms = tuple(term for term in terms if term.absent is None)
    mine = {f"{into}/{_slug(term)}.md" for term in terms}
    for term in terms:
        slug = _slug(term)
        own = f"{into}/{slug}.md"
        if not term.title.strip():
            found += (refused(term.span, "the term has no title"),)
        elif not slug:
            message = f"no address can be made from the title {quoted(term.title)}"
            found += (refused(term.span, message, "give it a slug of a to z"),)
        elif own in places:
            first = places[own].span
            message = f"the address /terms/{slug}/ already belongs to {first.path}:{first.line}"
            found += (refused(term.span, message),)
        elif taken := owners.of(term.title, own, slug) or _spelled_there(term.title, own, mine):
            other = places.get(taken)
            where = taken if other is None else f"{other.span.path}:{other.span.line}"
            message = f"the name {quoted(term.title)} already belongs to {where}"
            found += (refused(term.span, message),)
        else:
            places[own] = term
            owners.take(term.title, own, slug)
            placed.append(Placed(term, slug))
    return _own_names_only(placed, owners, into, found)


def _slug(term: Imported) -> str:
    slug = slugify(term.slug or "") or slugify(term.title) or slugify(term.key)
    return f"{slug}-term" if is_reserved(slug) else slug[:SLUG_LIMIT].strip("-")


def _spelled_there(title: str, own: str, mine: set[str]) -> str | None:
    """Find the file of another term at the address that a title makes: it would redirect there."""
    path = f"{own.rpartition('/')[0]}/{slugify(title)}.md"
    return path if is_spelled(title) and path != own and path in mine else None


def _own_names_only(
    placed: list[Placed], owners: _Owners, into: str, found: Findings
) -> tuple[tuple[Placed, ...], Findings]:
    """Take away aliases that name another term: titles come first, then the first alias."""
    kept: list[Placed] = []
    for one in placed:
        own = f"{into}/{one.slug}.md"
        names = []
        for name in distinct((one.term.abbreviation or "", *one.term.aliases)):
            if not name.strip() or fold_name(name) == fold_name(one.term.title):
                continue
            if (taken := owners.of(name, own)) is None:
                owners.take(name, own)
                names.append(name)
            else:
                what = f"the alias {quoted(name)}, which belongs to {taken}"
                found += (not_carried(one.term.span, what),)
        short = one.term.abbreviation if one.term.abbreviation in names else None
        aliases = tuple(name for name in names if name != short)
        kept.append(Placed(replace(one.term, abbreviation=short, aliases=aliases), one.slug))
    return tuple(kept), found


class Names:
    """Who is called what: keys of the source first, then names, then the glossary's own terms."""

    def __init__(
        self, placed: tuple[Placed, ...], there: Iterable[Term], terms: Iterable[Imported] = ()
    ) -> None:
        """Note all names; a term that was refused is known, but there is nothing to link to."""
        kept = {one.term.key for one in placed}
        self._left = {
            term.key: term.absent or "was refused" for term in terms if term.key not in kept
        }
        self._keys: dict[str, Placed] = {}
        self._names: dict[str, Placed | Term] = {}
        for one in placed:
            self._keys.setdefault(one.term.key, one)
        for one in placed:
            for name in (one.term.key, one.term.title, one.slug):
                self._names.setdefault(fold_name(name), one)
        for one in placed:
            for name in (*one.term.aliases, one.term.abbreviation or one.slug):
                self._names.setdefault(fold_name(name), one)
        for term in there:
            for name in (*term.names, term.slug):
                self._names.setdefault(fold_name(name), term)

    def find(self, key: str) -> "Placed | Term | None":
        """Find the term that a reference means."""
        return self._keys.get(key) or self._names.get(fold_name(key))

    def left_behind(self, key: str) -> str | None:
        """Say why a term of the source is not imported, if it is one."""
        return self._left.get(key)


class Resolved(Struct, frozen=True):
    """A term whose references are names of terms that exist."""

    placed: Placed
    """The term."""
    body: str
    """Markdown with our links."""
    related: tuple[str, ...]
    """Names."""
    broader: tuple[str, ...]
    """Names."""
    replaced_by: str | None
    """A name."""


def resolve(one: Placed, names: Names) -> tuple[Resolved, Findings]:
    """Put names in the place of references; what leads nowhere is said, and stays as words."""
    found: list[Findings] = []

    def name_of(reference: Reference) -> str | None:
        name, problems = _name(reference, one, names)
        found.append(problems)
        return name

    parts: list[str] = []
    for part in one.term.body:
        if isinstance(part, str):
            is_behind_link = bool(parts) and parts[-1].endswith("]]")
            parts.append(f"\\{part}" if is_behind_link and part.startswith(("(", "[")) else part)
            continue
        name = name_of(part.to)
        if name is not None and parts and parts[-1].endswith("["):
            parts[-1] = f"{parts[-1][:-1]}\\["
        parts.append((part.text or part.to.key) if name is None else _wiki_link(name, part.text))
    related = _each(map(name_of, one.term.related))
    broader = _each(map(name_of, one.term.broader))
    replaced = None if one.term.replaced_by is None else name_of(one.term.replaced_by)
    resolved = Resolved(one, "".join(parts), related, broader, replaced)
    return resolved, tuple(problem for problems in found for problem in problems)


def _each(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _name(reference: Reference, one: Placed, names: Names) -> tuple[str | None, Findings]:
    meant = names.find(reference.key)
    if meant is None and (why := names.left_behind(reference.key)) is not None:
        what = f"the link to {quoted(reference.key)}, which {why}"
        return None, (not_carried(reference.span, what),)
    if meant is None:
        return None, (dangling(reference),)
    if meant is one:
        return None, (not_carried(reference.span, "the link of a term to itself"),)
    is_draft = meant.term.draft if isinstance(meant, Placed) else meant.draft
    title = meant.term.title if isinstance(meant, Placed) else meant.title
    if is_draft and not one.term.draft:
        return None, (not_carried(reference.span, f"the link to the draft {quoted(title)}"),)
    title = " ".join(title.split())
    return (meant.slug if any(sign in title for sign in "[]|\\{}") else title), ()


def _wiki_link(name: str, words: str) -> str:
    """Write a link; words that hold brackets or bars would end it."""
    words = " ".join(words.split())
    if not words or words == name:
        return f"[[{name}]]"
    if any(sign in words for sign in "[]|"):
        words = words.translate(str.maketrans("", "", "[]|"))
    return f"[[{name}|{words}]]"
