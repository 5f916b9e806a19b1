"""The names and slugs of one term: what is right among them, and what is not."""

from collections.abc import Mapping

from glossary_site.diagnostics import Diagnostic, Span, YamlEdit, finding, quoted
from glossary_site.fields.term import TermFields
from glossary_site.model import Place
from glossary_site.names import (
    SLUG_LIMIT,
    Slug,
    fold_name,
    has_letter_or_digit,
    is_reserved,
    slug_problem,
    slugify,
)


def own_slug(
    path: str, fields: TermFields, places: Mapping[str, Place]
) -> tuple[Slug | None, list[Diagnostic]]:
    """Take or make the slug of a term; None if it cannot be used."""
    if fields.slug is not None:
        made, key, what = fields.slug, "slug", "the slug"
    else:
        stem = path.rpartition("/")[2].rpartition(".")[0]
        made, key = slugify(fields.title) or slugify(stem), "title"
        what = "the slug made from the title,"
        if not has_letter_or_digit(fields.title):
            message = f"the title {quoted(fields.title)} has no letter or digit"
            return None, [finding("bad-value", _span(path, places, key), message)]
        if not made:
            message = f"no slug can be made from the title {quoted(fields.title)}"
            hint = "add slug: … in a to z"
            return None, [finding("bad-slug", _span(path, places, key), message, hint)]
    if slug_problem(made) is None and not is_reserved(made):
        return Slug(made), []
    return _checked_slug(made, _span(path, places, key), what)


def _span(path: str, places: Mapping[str, Place], key: str) -> Span:
    return Span(path, *places.get(key, (1, 1)))


def slug_stand_in(path: str, fields: TermFields) -> Slug | None:
    """Find a slug for a term whose own cannot be used, so that the term can be spoken of."""
    if not has_letter_or_digit(fields.title):
        return None
    stem = path.rpartition("/")[2].rpartition(".")[0]
    for name in (fields.slug or "", fields.title, f"{fields.title} term", stem):
        slug = slugify(name)[:SLUG_LIMIT].strip("-")
        if slug and not is_reserved(slug):
            return Slug(slug)
    return None


def _checked_slug(
    slug: str, span: Span, what: str, key: str = "slug"
) -> tuple[Slug | None, list[Diagnostic]]:
    is_former = key == "former_slugs"
    problem = slug_problem(slug)
    if problem is not None:
        suggestion = slugify(slug)[:SLUG_LIMIT].strip("-")
        hint = f"write {suggestion} under {key}" if is_former else f"write {key}: {suggestion}"
        known = hint if suggestion and suggestion != slug else None
        edit = YamlEdit(span.path, span.line, span.column, slug, suggestion)
        fix = (edit,) if known is not None and "made from" not in what else ()
        return None, [finding("bad-slug", span, f"{what} {quoted(slug)} {problem}", known, fix)]
    if is_reserved(slug):
        message = f"{what} {quoted(slug)} means something else to web servers or to Windows"
        hint = f"remove it from {key}" if is_former else f"write {key}: {slug}-term"
        return None, [finding("reserved-slug", span, message, hint)]
    return Slug(slug), []


def former_slugs(
    path: str, fields: TermFields, slug: Slug | None, places: Mapping[str, Place]
) -> tuple[tuple[Slug, ...], list[Diagnostic]]:
    """Keep the former slugs that can be addresses and are not the present one."""
    kept: list[Slug] = []
    found: list[Diagnostic] = []
    for i, former in enumerate(fields.former_slugs):
        span = _span(path, places, f"former_slugs.{i}")
        checked, problem = _checked_slug(former, span, "the former slug", "former_slugs")
        found += problem
        if checked is not None and checked == slug:
            message = f"the former slug {quoted(former)} is the term's present slug"
            gone = YamlEdit(path, span.line, span.column, former, None)
            found.append(finding("self-reference", span, message, "remove it", (gone,)))
        elif checked is not None:
            kept.append(checked)
    return tuple(dict.fromkeys(kept)), found


def checked_aliases(
    path: str, fields: TermFields, places: Mapping[str, Place]
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Drop aliases that repeat a name; refuse those nobody can read or link."""
    found: list[Diagnostic] = []
    seen = {fold_name(fields.title)}
    if fields.abbreviation is not None:
        if not has_letter_or_digit(fields.abbreviation):
            span = _span(path, places, "abbreviation")
            found.append(_unreadable(span, fields.abbreviation, "abbreviation"))
        seen.add(fold_name(fields.abbreviation))
    kept = []
    for i, alias in enumerate(fields.aliases):
        if not has_letter_or_digit(alias):
            found.append(_unreadable(_span(path, places, f"aliases.{i}"), alias, "alias"))
            continue
        folded = fold_name(alias)
        if folded in seen:
            span = _span(path, places, f"aliases.{i}")
            message = f"the alias {quoted(alias)} repeats another name of the term"
            gone = YamlEdit(path, span.line, span.column, alias, None)
            found.append(finding("redundant-alias", span, message, "remove it", (gone,)))
            continue
        seen.add(folded)
        kept.append(alias)
    return tuple(kept), found


def renumbered(
    places: Mapping[str, Place], written: tuple[str, ...], kept: tuple[str, ...]
) -> Mapping[str, Place]:
    """Give each alias that was kept the place at which it stands in the file."""
    if written == kept:
        return places
    rest = iter(enumerate(written))
    at = [next(i for i, alias in rest if alias == name) for name in kept]
    moved = {f"aliases.{new}": places[f"aliases.{old}"] for new, old in enumerate(at)}
    others = {key: place for key, place in places.items() if not key.startswith("aliases.")}
    return others | moved


def _unreadable(span: Span, name: str, what: str) -> Diagnostic:
    return finding("bad-value", span, f"the {what} {quoted(name)} has no letter or digit")
