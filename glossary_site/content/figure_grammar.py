"""What stands between double braces: `ID.FIGURE [of COLUMN] [where COLUMN = VALUE …] [as FORMAT]`.

The grammar is closed and its own; nothing in it is ever run.  Braces that do not look like a figure
are text, since prose may speak of template languages.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

from msgspec import Struct

from glossary_site.diagnostics import did_you_mean, quoted

PICKS: Final = ("latest", "first", "max", "min")
FIGURES: Final = (*PICKS, "change", "factor", "date", "count")
"""What may stand behind the dataset's id."""
Form = Literal["number", "unit", "short", "percent", "words", "year", "month", "day"]
FORMS: Final[tuple[Form, ...]] = (
    "number", "unit", "short", "percent", "words", "year", "month", "day",
)  # fmt: skip
"""How a figure can be written; beside these it can be rounded."""
OWN: Final = frozenset({"latest", "change", "factor"})
"""Figures that no template language has, so that even an unknown name before them is a dataset's."""
MOST_PLACES: Final = 12

_LOOK: Final = re.compile(r"\s*([A-Za-z0-9][\w-]*)(?:\.([A-Za-z]+))?(?![\w-])")
_HEAD: Final = re.compile(r'([^\s."]+)(?:\.([^\s."]+))?(?:\.("[^"]*"|[^\s"]+))?(?=\s|$)')
_TOKEN: Final = re.compile(r'"[^"]*"|=|[^\s="]+|"')
_ROUNDING: Final = re.compile(r"([0-9]{1,2}) (place|digit)s?")
_CLAUSES: Final = ("of", "where", "as")
FORM: Final = "write {{ ID.FIGURE of COLUMN where COLUMN = VALUE as FORMAT }}"


class Reference(Struct, frozen=True):
    """A figure as an author asks for it."""

    dataset: str
    """The dataset's id."""
    figure: str
    """One of `FIGURES`."""
    part: str | None = None
    """`date` or a column: what of the figure's row to show instead of the figure."""
    column: str | None = None
    """The column that holds it, if the author says so."""
    where: tuple[tuple[str, str], ...] = ()
    """Which rows count: columns and their values."""
    form: Form | None = None
    """How to write it."""
    places: int | None = None
    """To how many decimal places to round it."""
    digits: int | None = None
    """To how many significant digits to round it."""


class Misspelling(Struct, frozen=True):
    """Why braces ask for nothing."""

    message: str
    """What is wrong."""
    hint: str | None = None
    """What to do."""


def named_datasets(body: str) -> tuple[str, ...]:
    """List what stands first in the double braces of a body, in order: perhaps ids of datasets."""
    if "{{" not in body:
        return ()
    names = (m[1] for m in re.finditer(r"\{\{\s*([A-Za-z0-9][\w-]*)", body))
    return tuple(dict.fromkeys(names))


def without_figures(body: str) -> str:
    """Leave out of a body all double braces, with what stands between them."""
    return re.sub(r"\{\{[^{}]*\}\}", " ", body)


def asks_for_figure(
    text: str, is_dataset: Callable[[str], bool], near: Callable[[str], bool]
) -> bool:
    """Say whether what stands between braces is meant to be a figure.

    Args:
        text: What stands there.
        is_dataset: Says whether a name is a dataset's id.
        near: Says whether a name is nearly one.
    """
    look = _LOOK.match(text)
    if look is None:
        return False
    name, word = look[1], look[2]
    if is_dataset(name.lower()):
        rest = text[look.end() :]
        return word is not None or not rest or rest[0].isspace() or rest[0] == "."
    if word is None:
        return False
    return word in OWN or (word in FIGURES and ("-" in name or near(name)))


def figure_in_plain_text(text: str) -> str | None:
    """Find a figure where none is put in, without knowing which datasets there are."""
    for braces in re.finditer(r"\{\{([^{}]*)\}\}", text) if "{{" in text else ():
        if asks_for_figure(braces[1], lambda _: False, lambda _: False):
            return braces[0]
    return None


def parse(text: str) -> Reference | Misspelling:
    """Read what stands between braces.

    >>> parse("pue.latest where series = Google as 1 place")
    Reference(dataset='pue', figure='latest', part=None, column=None, \
where=(('series', 'Google'),), form=None, places=1, digits=None)
    """
    text = " ".join(text.split())
    head = _HEAD.match(text)
    if head is None:
        return Misspelling("is no figure", FORM)
    wrong = _wrong_head(*head.groups())
    clauses = wrong or _clauses(_TOKEN.findall(text[head.end() :]))
    if isinstance(clauses, Misspelling):
        return clauses
    column, where, form = clauses
    written = _form(form)
    if isinstance(written, Misspelling):
        return written
    part = None if head[3] is None else head[3].strip('"')
    return Reference(head[1], head[2], part, column, where, *written)


def _wrong_head(name: str, figure: str | None, part: str | None) -> Misspelling | None:
    if figure is None:
        hint = f"write {name}.latest, or another of {', '.join(FIGURES)}"
        return Misspelling("names no figure of the dataset", hint)
    if figure not in FIGURES:
        hint = did_you_mean(figure, FIGURES) or f"the figures are {', '.join(FIGURES)}"
        return Misspelling(f"asks for {quoted(figure)}, which is no figure", hint)
    if part is not None and figure not in PICKS:
        hint = "only latest, first, max and min have any"
        return Misspelling(f"asks for a part of {figure}", hint)
    return None


_Where = tuple[tuple[str, str], ...]


def _clauses(tokens: list[str]) -> tuple[str | None, _Where, str | None] | Misspelling:
    """Divide what follows the figure at `of`, `where` and `as`."""
    if '"' in tokens:
        return Misspelling("has a quotation mark that is never closed")
    found: dict[str, list[str]] = {}
    words: list[str] | None = None
    for word in tokens:
        if word in _CLAUSES and not (word == "of" and "where" in found):
            if word in found or (word == "of" and "as" in found):
                hint = f'put a value that holds the word {word} between quotation marks: "…"'
                return Misspelling(f"has {quoted(word)} where it cannot stand", hint)
            words = found[word] = []
        elif words is None:
            hint = did_you_mean(word, _CLAUSES) or FORM
            return Misspelling(f"goes on with {quoted(word)}", hint)
        else:
            words.append(word)
    empty = next((clause for clause, words in found.items() if not words), None)
    if empty is not None:
        return Misspelling(f"says nothing after {quoted(empty)}", FORM)
    where: list[tuple[str, str]] = []
    for condition in _conditions(found.get("where", [])):
        at = condition.index("=") if "=" in condition else 0
        if not 0 < at < len(condition) - 1 or condition.count("=") > 1:
            message = f"has a condition without column or value: {quoted(_joined(condition))}"
            return Misspelling(message, "write where COLUMN = VALUE and COLUMN = VALUE")
        where.append((_joined(condition[:at]), _joined(condition[at + 1 :])))
    column = _joined(found["of"]) if "of" in found else None
    return column, tuple(where), _joined(found["as"]) if "as" in found else None


def _conditions(tokens: list[str]) -> Iterator[list[str]]:
    """Divide at each `and` behind which a column and its value follow."""
    start = 0
    for at, word in enumerate(tokens):
        if word == "and" and "=" in tokens[start:at]:
            following = tokens[at + 1 :]
            until = following.index("and") if "and" in following else len(following)
            if "=" in following[:until]:
                yield tokens[start:at]
                start = at + 1
    if tokens:
        yield tokens[start:]


def _joined(tokens: list[str]) -> str:
    return " ".join(word.strip('"') if len(word) > 1 else word for word in tokens)


def _form(text: str | None) -> tuple[Form | None, int | None, int | None] | Misspelling:
    """Read a format: one of `FORMS`, a rounding, or both."""
    if text is None:
        return None, None, None
    word, _, rest = text.partition(" ")
    form = next((one for one in FORMS if one == word), None)
    rest = rest if form is not None else text
    if not rest:
        return form, None, None
    rounding = _ROUNDING.fullmatch(rest)
    hint = f"the formats are {', '.join(FORMS)}, N places and N digits"
    if rounding is None:
        return Misspelling(f"asks for the format {quoted(text)}", did_you_mean(text, FORMS) or hint)
    count = int(rounding[1])
    if count > MOST_PLACES or (rounding[2] == "digit" and count == 0):
        return Misspelling(
            f"asks for {rest}", f"1 to {MOST_PLACES} digits, 0 to {MOST_PLACES} places"
        )
    return (form, count, None) if rounding[2] == "place" else (form, None, count)
