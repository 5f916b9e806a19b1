"""Term files to terms: Markdown with front matter, or YAML with one term or a list of them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from msgspec import Struct

from glossary_site.content.figure_grammar import figure_in_plain_text
from glossary_site.content.front_matter import split_file
from glossary_site.content.term_names import (
    checked_aliases,
    former_slugs,
    own_slug,
    renumbered,
    slug_stand_in,
)
from glossary_site.content.validate import validate
from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Diagnostic, Findings, Span, did_you_mean, finding, quoted
from glossary_site.fields.term import TermFields, YamlTermFields
from glossary_site.model import Place, Term
from glossary_site.names import has_letter_or_digit

BODY_LIMIT: Final = 64 * 1024
"""Bytes of UTF-8."""
RUN_LIMIT: Final = 200
"""How often one punctuation character may stand in a row: longer runs make parsers slow."""
NESTING_LIMIT: Final = 20
"""How deep lists and quotations may nest."""
STAND_IN: Final = "The body was refused."
"""Rendered, and never published, so that the term's other mistakes are found in the same run."""
_NAMES: Final = ("title", "slug", "abbreviation")
_NAME_LINE: Final = re.compile(
    rf"(?:- +|[ ]*)({'|'.join(_NAMES)}|aliases|former_slugs):[ \t]*(.*)$"
)
_ITEM_LINE: Final = re.compile(r"[ ]*- +(.*)$")
_MANY_SIGNS: Final = f"more than {RUN_LIMIT} times the same sign in a row"
_DEEP_LISTS: Final = f"lists or quotations more than {NESTING_LIMIT} deep"
_DEEP_LIST: Final = f"a list more than {NESTING_LIMIT} deep"
_RUN: Final = re.compile(rf"([^\w\s])\1{{{RUN_LIMIT}}}")
# A look at every fiftieth character of a body sees four of a run in a row.
_STRIDE: Final = RUN_LIMIT // 4
_STRIDDEN: Final = re.compile(r"([^\w\s])\1\1\1")
_MARKER: Final = r"(?:[-*+]|\d{1,9}[.)])[ \t]"
# Both begin with the line end above, which is found far sooner than `^`.
_MARKERS: Final = re.compile(rf"\n[ \t]*(?:(?:>|{_MARKER})[ \t]*){{{NESTING_LIMIT + 1}}}")
_DEEP: Final = re.compile(rf"\n[ ]{{{4 * NESTING_LIMIT},}}{_MARKER}")


FieldsOfTerm = TypeVar("FieldsOfTerm", bound=TermFields)


class ReadFile(Struct, frozen=True):
    """What one file holds."""

    terms: tuple[Term, ...]
    """Terms that can be spoken of: one with a mistake is kept, so that all others are found."""
    findings: Findings
    """One for each mistake."""
    refused: tuple[str, ...] = ()
    """Names that were lost to a mistake: what refers to them is no mistake of its own."""


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
        return ReadFile((), found, (*names_of_file(path), *names_in_text(text)))
    fields, invalid = validate(TermFields, path, split.yaml)
    found += invalid
    body, problems = check_body(path, split.body, split.body_line)
    found += problems
    term = None
    if fields is not None:
        fields = _defined(fields, split.yaml.value)
        places = _places(split.yaml)[""]
        term, more = _term(path, fields, places, body, (split.body_line, 1))
        found += more
    if term is not None and not found:
        return ReadFile((term,), ())
    names = tuple(_names_in(split.yaml.value))
    if term is None:
        return ReadFile((), found, (*names_of_file(path), *names))
    return ReadFile((term,), found, names)


def _yaml_terms(path: str, text: str) -> ReadFile:
    yaml, found = read_yaml(path, text)
    if yaml is None:
        return ReadFile((), found, (*names_of_file(path), *names_in_text(text)))
    items: list[tuple[str, object]] = [("", yaml.value)]
    if isinstance(yaml.value, list):
        items = [(str(i), item) for i, item in enumerate(yaml.value)]
    if not items:
        place = yaml.values.get("", (1, 1))
        empty = finding("wrong-type", Span(path, *place), "the list has no terms")
        return ReadFile((), (*found, empty))
    terms: list[Term] = []
    all_found = list(found)
    refused: list[str] = []
    places = _places(yaml)
    lines = text.split("\n")
    for root, item in items:
        fields, mistakes = validate(YamlTermFields, path, yaml, root)
        if fields is not None:
            fields = _defined(fields, item)
            at = _body_place(yaml, f"{root}.body" if root else "body", fields.body, lines)
            body, problems = check_body(path, fields.body, at[0])
            term, more = _term(path, fields, places.get(root, {}), body, at)
            mistakes += problems + more
            terms += [] if term is None else [term]
        all_found += mistakes
        if fields is None or mistakes or found:
            refused += _names_in(item)
    return ReadFile(tuple(terms), tuple(all_found), tuple(refused))


def _defined(fields: FieldsOfTerm, value: object) -> FieldsOfTerm:
    """Stand in for a definition that was refused: that there is none is no second mistake."""
    if fields.definition is not None or not isinstance(value, dict):
        return fields
    unknown = value.keys() - type(fields).model_fields.keys()
    meant = any(did_you_mean(key, ["definition"]) for key in unknown)
    if meant or value.get("definition") is not None:
        return fields.model_copy(update={"definition": STAND_IN})
    return fields


def names_of_file(path: str) -> tuple[str, ...]:
    """Guess what a file that cannot be read would have been called."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return (stem, stem.replace("-", " "))


def _names_in(value: object) -> Iterator[str]:
    """List the names in a mapping that has a mistake somewhere."""
    if not isinstance(value, dict):
        return
    for key, given in value.items():
        if isinstance(given, str) and (key in _NAMES or key not in YamlTermFields.model_fields):
            yield given  # an unknown key may be one of these, misspelt
    for key in ("aliases", "former_slugs"):
        listed = value.get(key)
        if isinstance(listed, list):
            yield from (name for name in listed if isinstance(name, str))


def names_in_text(text: str) -> Iterator[str]:
    """Guess the names in a file whose YAML cannot be read, line by line."""
    is_list = False
    for line in text.split("\n"):
        if match := _NAME_LINE.match(line):
            key, value = match[1], match[2].strip()
            is_list = key not in _NAMES and not value
            names = value.strip("[]").split(",") if key not in _NAMES else [value]
        elif is_list and (match := _ITEM_LINE.match(line)):
            names = [match[1]]
        else:
            is_list = False
            continue
        yield from filter(None, (name.strip(" \t\"'") for name in names))


def _body_place(yaml: Yaml, key: str, body: str, lines: list[str]) -> Place:
    """Find where a YAML body's first line stands: under its key if it is a literal block.

    Folded blocks and quoted text are put together from other lines than their own, so that only
    where they begin is known.
    """
    line, column = yaml.values.get(key, (1, 1))
    if key not in yaml.literals:
        return line, column
    for below, first in zip(
        lines[line : line + body.count("\n") + 1], body.split("\n"), strict=False
    ):
        if first:
            is_there = below.endswith(first)
            return (line + 1, len(below) - len(first) + 1) if is_there else (line, column)
    return line + 1, 1


def check_body(
    path: str, body: str, first_line: int, limit: int = BODY_LIMIT
) -> tuple[str, Findings]:
    """Check the limits that keep every body quick to render.

    Args:
        path: The file.
        body: The body.
        first_line: The 1-based line of the file on which it begins.
        limit: How many bytes it may have.

    Returns:
        The body to render: a stand-in for one that is refused, which might take for ever.
    """
    found = _body_findings(path, body, first_line, limit)
    return (STAND_IN if found else body), found


def _body_findings(path: str, body: str, first_line: int, limit: int) -> Findings:
    size = len(body.encode())
    if size > limit:
        message = f"the body has {size:,} bytes, more than the {limit:,} allowed"
        return (finding("body-too-large", Span(path, first_line), message, "split the term"),)
    found = []
    lines = f"\n{body}"
    for what, match in (
        (_MANY_SIGNS, _STRIDDEN.search(body[::_STRIDE]) and _RUN.search(body)),
        (_DEEP_LISTS, _MARKERS.search(lines)),
        (_DEEP_LIST, _DEEP.search(lines)),
    ):
        if match:
            line = first_line + body.count("\n", 0, match.start())
            column = match.start() - body.rfind("\n", 0, match.start())
            found.append(finding("too-complex", Span(path, line, column), f"the body has {what}"))
    opening = body.count("[")
    if opening > RUN_LIMIT and (unclosed := opening - body.count("]")) > RUN_LIMIT:
        message = f"the body has {unclosed} opening square brackets without a closing one"
        found.append(finding("too-complex", Span(path, first_line), message))
    return tuple(found)


def _term(
    path: str, fields: TermFields, places: Mapping[str, Place], body: str, body_place: Place
) -> tuple[Term | None, Findings]:
    found: list[Diagnostic] = []
    slug, problem = own_slug(path, fields, places)
    found += problem
    slug = slug or slug_stand_in(path, fields)
    former, problem = former_slugs(path, fields, slug, places)
    found += problem
    aliases, problem = checked_aliases(path, fields, places)
    found += problem
    places = renumbered(places, fields.aliases, aliases)
    if fields.definition is not None and (asked := figure_in_plain_text(fields.definition)):
        message = f"a definition is plain text, and {quoted(asked)} stays as it is"
        hint = "write the number, or leave the definition out and begin the body with it"
        span = Span(path, *places.get("definition", (1, 1)))
        found.append(finding("broken-figure", span, message, hint))
    if slug is None:
        return None, tuple(found)
    short = fields.abbreviation
    if short is not None and not has_letter_or_digit(short):
        short = None
    return Term(
        path=path, slug=slug, title=fields.title, definition=fields.definition, body=body,
        body_line=body_place[0], body_column=body_place[1], abbreviation=short,
        aliases=aliases, topics=fields.topics, related=fields.related, broader=fields.broader,
        data=fields.data, sources=fields.sources, former_slugs=former, updated=fields.updated,
        draft=fields.draft, replaced_by=fields.replaced_by, autolink=fields.autolink,
        lang=fields.lang, places=places,
    ), tuple(found)  # fmt: skip


def _places(yaml: Yaml) -> Mapping[str, Mapping[str, Place]]:
    """Give each term's places under its index; those of a file's only term under the empty one."""
    if not isinstance(yaml.value, list):
        places = dict(yaml.values)
        places.pop("", None)
        return {"": places}
    grouped: dict[str, dict[str, Place]] = {}
    for key, place in yaml.values.items():
        index, dot, inner = key.partition(".")
        if dot:
            grouped.setdefault(index, {})[inner] = place
    return grouped
