"""Term files to terms: Markdown with front matter, or YAML with one term or a list of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from glossary_site.content.front_matter import split_file
from glossary_site.content.validate import validate
from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding, quoted
from glossary_site.fields.term import TermFields, YamlTermFields
from glossary_site.model import Place, Term
from glossary_site.names import (
    SLUG_LIMIT,
    Slug,
    fold_name,
    has_letter_or_digit,
    is_reserved,
    slug_problem,
    slugify,
)

BODY_LIMIT: Final = 64 * 1024
"""Bytes of UTF-8."""
RUN_LIMIT: Final = 200
"""How often one punctuation character may stand in a row: longer runs make parsers slow."""
NESTING_LIMIT: Final = 20
"""How deep lists and quotations may nest."""
STAND_IN: Final = "The body was refused."
"""Rendered, and never published, so that the term's other mistakes are found in the same run."""
_RUN: Final = re.compile(rf"([^\w\s])\1{{{RUN_LIMIT}}}")
_MARKER: Final = r"(?:[-*+]|\d{1,9}[.)])[ \t]"
_MARKERS: Final = re.compile(
    rf"^[ \t]*(?:(?:>|{_MARKER})[ \t]*){{{NESTING_LIMIT + 1}}}", re.MULTILINE
)
_DEEP: Final = re.compile(rf"^[ ]{{{4 * NESTING_LIMIT},}}{_MARKER}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file holds."""

    terms: tuple[Term, ...]
    """Terms without a mistake."""
    findings: Findings
    """One for each mistake."""
    refused: tuple[str, ...] = ()
    """Names of terms with a mistake: what refers to them is no mistake of its own."""


def read_terms(path: str, text: str) -> ReadFile:
    """Read the terms of one file.

    Args:
        path: The file, relative to the glossary's folder; `.md`, `.yaml` or `.yml`.
        text: Its text with LF line ends.
    """
    if path.endswith(".md"):
        return _markdown_term(path, text)
    return _yaml_terms(path, text)


def _markdown_term(path: str, text: str) -> ReadFile:
    split, found = split_file(path, text)
    if split is None:
        return ReadFile((), found, names_of_file(path))
    fields, invalid = validate(TermFields, path, split.yaml)
    found += invalid
    body, problems = check_body(path, split.body, split.body_line)
    found += problems
    refused = (*names_of_file(path), *_names_in(split.yaml.value))
    if fields is None:
        return ReadFile((), found, refused)
    term, more = _term(path, fields, _places(split.yaml, ""), body, (split.body_line, 1))
    found += more
    return ReadFile((), found, refused) if term is None else ReadFile((term,), found)


def _yaml_terms(path: str, text: str) -> ReadFile:
    yaml, found = read_yaml(path, text)
    if yaml is None:
        return ReadFile((), found, names_of_file(path))
    items: list[tuple[str, object]] = [("", yaml.value)]
    if isinstance(yaml.value, list):
        items = [(str(i), item) for i, item in enumerate(yaml.value)]
    if not items:
        place = yaml.values.get("", (1, 1))
        empty = finding("wrong-type", Span(path, *place), "the list has no terms")
        return ReadFile((), (*found, empty))
    terms: list[Term] = []
    refused: list[str] = []
    for root, item in items:
        term, mistakes = _yaml_term(path, yaml, root, text)
        found += mistakes
        if term is None:
            refused += _names_in(item)
        else:
            terms.append(term)
    return ReadFile(tuple(terms), found, tuple(refused))


def _yaml_term(path: str, yaml: Yaml, root: str, text: str) -> tuple[Term | None, Findings]:
    fields, found = validate(YamlTermFields, path, yaml, root)
    if fields is None:
        return None, found
    place = _body_place(yaml, f"{root}.body" if root else "body", text)
    body, problems = check_body(path, fields.body, place[0])
    term, more = _term(path, fields, _places(yaml, root), body, place)
    return term, found + problems + more


def names_of_file(path: str) -> tuple[str, ...]:
    """Guess what a file that cannot be read would have been called."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return (stem, stem.replace("-", " "))


def _names_in(value: object) -> Iterator[str]:
    """List the names in a mapping that has a mistake somewhere."""
    if not isinstance(value, dict):
        return
    for key in ("title", "slug", "abbreviation"):
        if isinstance(value.get(key), str):
            yield value[key]
    aliases = value.get("aliases")
    if isinstance(aliases, list):
        yield from (alias for alias in aliases if isinstance(alias, str))


def _body_place(yaml: Yaml, key: str, text: str) -> Place:
    """Find where a YAML body's first line stands: under its key if it is a block."""
    line, column = yaml.values.get(key, (1, 1))
    if key not in yaml.blocks:
        return line, column
    for offset, below in enumerate(text.split("\n")[line:], start=1):
        if below.strip():
            return line + offset, len(below) - len(below.lstrip(" ")) + 1
    return line + 1, 1


def check_body(path: str, body: str, first_line: int) -> tuple[str, Findings]:
    """Check the limits that keep every body quick to render.

    Returns:
        The body to render: a stand-in for one that is refused, which might take for ever.
    """
    found = _body_findings(path, body, first_line)
    return (STAND_IN if found else body), found


def _body_findings(path: str, body: str, first_line: int) -> Findings:
    size = len(body.encode())
    if size > BODY_LIMIT:
        message = f"the body has {size:,} bytes, more than the {BODY_LIMIT:,} allowed"
        return (finding("body-too-large", Span(path, first_line), message, "split the term"),)
    found = []
    for pattern, what in (
        (_RUN, f"more than {RUN_LIMIT} times the same sign in a row"),
        (_MARKERS, f"lists or quotations more than {NESTING_LIMIT} deep"),
        (_DEEP, f"a list more than {NESTING_LIMIT} deep"),
    ):
        if match := pattern.search(body):
            line = first_line + body.count("\n", 0, match.start())
            column = match.start() - body.rfind("\n", 0, match.start())
            found.append(finding("too-complex", Span(path, line, column), f"the body has {what}"))
    if (unclosed := body.count("[") - body.count("]")) > RUN_LIMIT:
        message = f"the body has {unclosed} opening square brackets without a closing one"
        found.append(finding("too-complex", Span(path, first_line), message))
    return tuple(found)


def _term(
    path: str, fields: TermFields, places: Mapping[str, Place], body: str, body_place: Place
) -> tuple[Term | None, Findings]:
    span = {key: Span(path, *places.get(key, (1, 1))) for key in ("title", "slug")}
    found: list[Diagnostic] = []
    slug, problem = _slug(path, fields, span)
    found += problem
    former, problem = _former_slugs(path, fields, slug, places)
    found += problem
    aliases, problem = _aliases(path, fields, places)
    found += problem
    places = _renumbered(places, fields.aliases, aliases)
    if slug is None or any(f.severity == "error" for f in found):
        return None, tuple(found)
    return Term(
        path=path, slug=slug, title=fields.title, definition=fields.definition, body=body,
        body_line=body_place[0], body_column=body_place[1], abbreviation=fields.abbreviation,
        aliases=aliases, topics=fields.topics, related=fields.related, broader=fields.broader,
        data=fields.data, sources=fields.sources, former_slugs=former, updated=fields.updated,
        draft=fields.draft, replaced_by=fields.replaced_by, autolink=fields.autolink,
        lang=fields.lang, places=places,
    ), tuple(found)  # fmt: skip


def _places(yaml: Yaml, root: str) -> Mapping[str, Place]:
    if not root:
        return {key: place for key, place in yaml.values.items() if key}
    lead = root + "."
    return {key[len(lead) :]: p for key, p in yaml.values.items() if key.startswith(lead)}


def _slug(
    path: str, fields: TermFields, span: Mapping[str, Span]
) -> tuple[Slug | None, list[Diagnostic]]:
    if fields.slug is not None:
        return _checked_slug(fields.slug, span["slug"], "the slug")
    stem = path.rpartition("/")[2].rpartition(".")[0]
    made = slugify(fields.title) or slugify(stem)
    if not has_letter_or_digit(fields.title):
        message = f"the title {quoted(fields.title)} has no letter or digit"
        return None, [finding("bad-value", span["title"], message)]
    if not made:
        message = f"no slug can be made from the title {quoted(fields.title)}"
        return None, [finding("bad-slug", span["title"], message, "add slug: … in a to z")]
    slug, found = _checked_slug(made, span["title"], "the slug made from the title,")
    return slug, found


def _checked_slug(slug: str, span: Span, what: str) -> tuple[Slug | None, list[Diagnostic]]:
    problem = slug_problem(slug)
    if problem is not None:
        suggestion = slugify(slug)[:SLUG_LIMIT].strip("-")
        hint = f"write slug: {suggestion}" if suggestion and suggestion != slug else None
        return None, [finding("bad-slug", span, f"{what} {quoted(slug)} {problem}", hint)]
    if is_reserved(slug):
        message = f"{what} {quoted(slug)} means something else to web servers or to Windows"
        return None, [finding("reserved-slug", span, message, f"add slug: {slug}-term")]
    return Slug(slug), []


def _former_slugs(
    path: str, fields: TermFields, slug: Slug | None, places: Mapping[str, Place]
) -> tuple[tuple[Slug, ...], list[Diagnostic]]:
    kept: list[Slug] = []
    found: list[Diagnostic] = []
    for i, former in enumerate(fields.former_slugs):
        span = Span(path, *places.get(f"former_slugs.{i}", (1, 1)))
        checked, problem = _checked_slug(former, span, "the former slug")
        found += problem
        if checked is not None and checked == slug:
            message = f"the former slug {quoted(former)} is the term's present slug"
            found.append(finding("self-reference", span, message, "remove it"))
        elif checked is not None:
            kept.append(checked)
    return tuple(dict.fromkeys(kept)), found


def _aliases(
    path: str, fields: TermFields, places: Mapping[str, Place]
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Drop aliases that repeat a name; refuse those nobody can read or link."""
    found: list[Diagnostic] = []
    seen = {fold_name(fields.title)}
    if fields.abbreviation is not None:
        place = places.get("abbreviation", (1, 1))
        found += _unreadable(Span(path, *place), fields.abbreviation, "abbreviation")
        seen.add(fold_name(fields.abbreviation))
    kept = []
    for i, alias in enumerate(fields.aliases):
        span = Span(path, *places.get(f"aliases.{i}", (1, 1)))
        found += _unreadable(span, alias, "alias")
        if fold_name(alias) in seen:
            message = f"the alias {quoted(alias)} repeats another name of the term"
            found.append(finding("redundant-alias", span, message, "remove it"))
            continue
        seen.add(fold_name(alias))
        kept.append(alias)
    return tuple(kept), found


def _renumbered(
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


def _unreadable(span: Span, name: str, what: str) -> Iterator[Diagnostic]:
    if not has_letter_or_digit(name):
        message = f"the {what} {quoted(name)} has no letter or digit"
        yield finding("bad-value", span, message)
