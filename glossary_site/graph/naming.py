"""Who is called what: collisions of names and addresses, and the resolving of references."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from glossary_site.diagnostics import Diagnostic, Findings, Span, did_you_mean, finding, quoted
from glossary_site.model import NameTable, OldAddress, Term
from glossary_site.names import SLUG_LIMIT, Slug, fold_name, is_reserved, is_spelled, slugify

SHOWN_CANDIDATES = 5


def name_table(
    terms: Iterable[Term], drafts: Iterable[Term], refused: Iterable[str] = ()
) -> tuple[NameTable, Findings]:
    """Collect all names and report those that two terms claim.

    Args:
        terms: Published terms, sorted by path.
        drafts: Terms that this build leaves out.
        refused: Names of terms that have a mistake.
    """
    terms = tuple(terms)
    owner: dict[str, Term] = {}
    contested: set[str] = set()
    shown: list[str] = []
    for term in terms:
        names = term.names
        shown += names
        for name in names:
            folded = fold_name(name)
            if owner.setdefault(folded, term) is not term:
                contested.add(folded)
    found: Findings = ()
    candidates: dict[str, tuple[Slug, ...]] = {name: (term.slug,) for name, term in owner.items()}
    if contested:
        claims, found = _contested(terms, owner, contested)
        candidates |= claims
    for term in terms:  # after all names, so that a name always wins over a slug
        candidates.setdefault(fold_name(term.slug), (term.slug,))
    hidden = {fold_name(name): term.path for term in drafts for name in (*term.names, term.slug)}
    lost = frozenset(fold_name(name) for name in refused)
    return NameTable(candidates, hidden, tuple(shown), lost), found


def _contested(
    terms: Iterable[Term], owner: Mapping[str, Term], contested: Container[str]
) -> tuple[dict[str, tuple[Slug, ...]], Findings]:
    """List who claims the contested names, and report all but the first."""
    claims: dict[str, list[Term]] = defaultdict(list)
    found = []
    for term in terms:
        for key, name in keyed_names(term):
            folded = fold_name(name)
            if folded in contested:
                if owner[folded] is not term:
                    found.append(_collision(term, key, name, owner[folded]))
                if not (held := claims[folded]) or held[-1] is not term:
                    held.append(term)
    return {name: tuple(term.slug for term in held) for name, held in claims.items()}, tuple(found)


def keyed_names(term: Term) -> Iterator[tuple[str, str]]:
    """Give each name of a term with the key it stands under."""
    yield "title", term.title
    if term.abbreviation is not None:
        yield "abbreviation", term.abbreviation
    for i, alias in enumerate(term.aliases):
        yield f"aliases.{i}", alias


def _collision(term: Term, key: str, name: str, other: Term) -> Diagnostic:
    what = key.partition(".")[0].removesuffix("es")
    line = other.span("title").line
    message = f"the {what} {quoted(name)} already names the term in {other.path}:{line}"
    return finding("name-collision", term.span(key), message, "give one of the two another name")


def slug_findings(terms: Iterable[Term]) -> Findings:
    """Report terms that want the same address."""
    owner: dict[Slug, Term] = {}
    found = []
    for term in terms:
        first = owner.setdefault(term.slug, term)
        if first is not term and not _shared(_folded_by_slug(term), first, term.slug):
            message = (
                f"the address /terms/{term.slug}/ already belongs to the term in "
                f"{first.path}:{first.span('title').line}"
            )
            hint = "add slug: … to one of the two"
            found.append(finding("permalink-collision", term.span("slug"), message, hint))
    return tuple(found)


def redirects(terms: Iterable[Term]) -> tuple[Mapping[Slug, OldAddress], Findings]:
    """Derive the addresses that lead to a term from its aliases and former slugs.

    An alias whose slug is empty, too long or reserved, or spells only a part of it, is linked and
    found, but has no address.
    """
    terms = tuple(terms)
    owner = {term.slug: term for term in terms}
    target: dict[Slug, tuple[Term, OldAddress]] = {}
    found = []
    for term in terms:
        is_titled = _is_spelled_as(term.title, term.slug)
        if is_titled and not (term.aliases or term.former_slugs or term.abbreviation):
            continue
        folded: Mapping[str, set[str]] | None = None
        for key, slug, name in _old_addresses(term):
            first = owner[slug] if slug in owner else target.get(slug, (None,))[0]
            if first is None:
                target[slug] = (term, OldAddress(term.slug, name, term.span(key)))
            elif first is not term:
                folded = _folded_by_slug(term) if folded is None else folded
                if _shared(folded, first, slug):
                    continue
                message = (
                    f"the address /terms/{slug}/, from {key.partition('.')[0]}, already belongs "
                    f"to the term in {first.path}:{first.span('title').line}"
                )
                found.append(finding("permalink-collision", term.span(key), message))
    return {slug: target[slug][1] for slug in sorted(target)}, tuple(found)


def _folded_by_slug(term: Term) -> Mapping[str, set[str]]:
    """Gather a term's folded names by the slugs they make."""
    folded: dict[str, set[str]] = {}
    for name in term.names:
        folded.setdefault(slugify(name), set()).add(fold_name(name))
    return folded


def _shared(folded: Mapping[str, set[str]], other: Term, slug: Slug) -> bool:
    """Say whether both terms claim one name with this slug: a collision reported as such."""
    names = folded.get(slug, set())
    return any(fold_name(name) in names for name in other.names)


def _old_addresses(term: Term) -> Iterator[tuple[str, Slug, str]]:
    for i, former in enumerate(term.former_slugs):
        yield f"former_slugs.{i}", former, former.replace("-", " ")
    for key, name in keyed_names(term):
        if _is_spelled_as(name, term.slug) or not is_spelled(name):
            continue
        slug = slugify(name)
        if slug and slug != term.slug and len(slug) <= SLUG_LIMIT and not is_reserved(slug):
            yield key, Slug(slug), name


def _is_spelled_as(name: str, slug: Slug) -> bool:
    """Say whether a plain name makes this slug, as most titles do, without making it."""
    return name.lower().replace(" ", "-") == slug


def resolve(table: NameTable, name: str, span: Span) -> tuple[Slug | None, Findings]:
    """Find the one term that a reference names, or say why there is none.

    A term that was refused is found nowhere, and that is no mistake of the reference.
    """
    key = fold_name(name)
    slugs = table.candidates.get(key, ())
    if len(slugs) == 1:
        return slugs[0], ()
    if slugs:
        listed = ", ".join(slugs[:SHOWN_CANDIDATES])
        message = f"{quoted(name)} names more than one term: {listed}"
        hint = "write the slug of the one you mean"
        return None, (finding("ambiguous-term", span, message, hint),)
    if key in table.drafts:
        message = f"{quoted(name)} is a draft, in {table.drafts[key]}"
        hint = "build with --drafts, or remove draft: true there"
        return None, (finding("draft-term", span, message, hint),)
    if key in table.refused:
        return None, ()
    message = f"no term is called {quoted(name)}"
    return None, (finding("unknown-term", span, message, did_you_mean(name, table.shown)),)
