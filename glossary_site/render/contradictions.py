"""Numbers in prose that contradict the dataset named beside them.

A false alarm would teach authors not to look.  So a number is questioned only if much speaks for
it: its sentence names a time of which the dataset has rows, the number counts what the dataset
counts, in the same words, and it lies near what the table has, but equals none of its values at
the precision it is written in.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from glossary_site.content.figures import NUMBERS, main_column, position, time_column
from glossary_site.content.table_checks import Row
from glossary_site.diagnostics import quoted
from glossary_site.model import Dataset
from glossary_site.render.context import Rendering
from glossary_site.render.dates import MONTHS, in_words
from glossary_site.render.figure_words import Unit, unit_parts
from glossary_site.render.numbers import SIGNS, figure, to_places

_BLOCKS: Final = frozenset({"p", "li", "dd", "td"})
_APART: Final = _BLOCKS | {"code", "ul", "ol", "sup"}
_PLACEHOLDER: Final = "\x00"
_END: Final = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\d\x00$€£])")
_WHEN: Final = re.compile(rf"(?:\b({'|'.join(MONTHS)}) )?\b(20\d\d|19\d\d)\b")
_NUMBER: Final = re.compile(r"([$€£]?)(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\w,.]*\d)")
_LOOSE: Final = re.compile(
    r"\b(?:about|almost|approximately|around|at least|at most|below|between|beyond|by|exceed|fewer|"
    r"from|less|more|nearly|only|or|over|roughly|some|than|to|under|and)\s+$",
    re.IGNORECASE,
)
"""Words before a number that claim no more than to be near it, or that make it a part of another."""
_COMPARED: Final = re.compile(r"(?:\s+[\w/$%]+){0,4}\s+(?:more|less|fewer|higher|lower)\b")
"""Words behind a number that make it a difference."""
_CODES: Final = {sign: code for code, sign in SIGNS.items()}
_FILLERS: Final = frozenset({"a", "an", "per", "each", "every", "of", "the", "in"})
_NEAR: Final = 2
"""A number that is further from the table's, by this factor, counts something else."""


def check_numbers(root: ET.Element, rendering: Rendering) -> None:
    """Question the numbers of a finished tree."""
    context = rendering.context
    named = [name for name in rendering.data if name in context.datasets]
    if not named and not rendering.figures:
        return
    for element in root.iter():
        if element.tag not in _BLOCKS:
            continue
        linked = tuple(_linked(element, rendering))
        for sentence in _END.split(_text(element)):
            if not _WHEN.search(sentence):
                continue
            for name in dict.fromkeys((*named, *linked)):
                is_linked = name in linked and _PLACEHOLDER in sentence
                _check(sentence, context.datasets[name], rendering, is_linked=is_linked)


def _text(element: ET.Element) -> str:
    """Give the words of a block: without those of blocks within, of code, and of bound numbers."""
    parts = [element.text or ""]
    for child in element:
        is_number = child.get("class") == "bound-figure" and not _WHEN.fullmatch(child.text or "")
        if is_number or child.tag in _APART:
            parts.append(_PLACEHOLDER)
        else:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _linked(element: ET.Element, rendering: Rendering) -> Iterator[str]:
    """List the datasets that a block links to, by a figure or in words."""
    prefix = f"{rendering.context.base_path}data/"
    for link in element.iter("a"):
        name = link.get("href", "").removeprefix(prefix).partition("/")[0]
        if link.get("href", "").startswith(prefix) and name in rendering.context.datasets:
            yield name


def _check(sentence: str, dataset: Dataset, rendering: Rendering, *, is_linked: bool) -> None:
    columns = dataset.fields.columns
    name, when = main_column(dataset.fields), time_column(columns)
    at = None if name is None else position(columns, name)
    if at is None or when is None or columns[at].type not in NUMBERS:
        return
    parts = unit_parts(dataset.unit_of(columns[at]))
    if not _is_telling(parts, is_linked=is_linked) or _has_series(dataset, when):
        return
    dates = [_date(m) for m in _WHEN.finditer(sentence)]
    rows = [r for r in dataset.rows if r[at] and any(_is_at(r[when], date) for date in dates)]
    alike = [
        i for i, one in enumerate(columns) if one.type in NUMBERS and one.unit == columns[at].unit
    ]
    values = [Decimal(row[i]) for row in rows for i in alike if row[i]]
    for number in _NUMBER.finditer(sentence) if rows else ():
        written = Decimal(number[2].replace(",", "") + (number[3] or ""))
        if not _counts(sentence, number, parts) or any(
            _equals(written, number, value) for value in values
        ):
            continue
        row = min(rows, key=lambda row: abs(Decimal(row[at]) - written))
        near = Decimal(row[at])
        if near > 0 and near / _NEAR <= written <= near * _NEAR:
            _report(number[0], dataset, row, (at, when), rendering)


def _report(
    typed: str, dataset: Dataset, row: Row, place: tuple[int, int], rendering: Rendering
) -> None:
    column, time = (dataset.fields.columns[i] for i in place)
    shown = figure(row[place[0]], column, dataset.fields.unit)
    then = f"{dataset.table_path} has for {in_words(row[place[1]])}: {shown}"
    filters = f"of {_bare(column.name)} where {_bare(time.name)} = {row[place[1]]}"
    rendering.report(
        "contradicting-figure",
        rendering.source.locate(re.compile(rf"(?<![\w.,]){re.escape(typed)}(?![\w.,]*\d)"), typed),
        f"{quoted(typed)} is not what {then}",
        f"write {{{{ {dataset.id}.latest {filters} }}}}",
    )


def _has_series(dataset: Dataset, when: int) -> bool:
    """Say whether rows share their time: then a sentence need not mean any one of them."""
    times = [row[when] for row in dataset.rows]
    return len(set(times)) < len(times)


def _bare(name: str) -> str:
    return f'"{name}"' if re.search(r'[\s="]', name) else name


def _is_telling(unit: Unit, *, is_linked: bool) -> bool:
    """Say whether a unit tells one dataset from another, as `%` and `billion USD` do not."""
    words = [word for word in unit.rest.split() if word not in _FILLERS and not word.isdecimal()]
    said = len(words) + bool(unit.scale) + bool(unit.sign)
    return said > 0 if is_linked else bool(words) and said > 1


def _date(found: re.Match[str]) -> str:
    month = "" if found[1] is None else f"-{MONTHS.index(found[1]) + 1:02}"
    return f"{found[2]}{month}"


def _is_at(cell: str, date: str) -> bool:
    return cell == date or cell.startswith(f"{date}-")


def _counts(sentence: str, number: re.Match[str], unit: Unit) -> bool:
    """Say whether a number is given in a unit, and as neither a bound nor one end of a range."""
    if _LOOSE.search(sentence[: number.start()]):
        return False
    if _COMPARED.match(sentence, number.end()):
        return False
    words = re.findall(r"[^\W\d_]+[\w/-]*|%|\x00|\d+", sentence[number.end() :])[:12]
    wanted = ([unit.scale] if unit.scale else []) + [
        word for word in unit.rest.split() if word not in _FILLERS
    ]
    if unit.sign and unit.sign != "%" and number[1] != unit.sign:
        wanted.insert(1 if unit.scale else 0, _CODES[unit.sign])
    elif number[1] and number[1] != unit.sign:
        return False
    elif unit.sign == "%":
        if words[:1] not in (["%"], ["percent"]):
            return False
        words = words[1:]
    said = [word for word in words if word not in _FILLERS]
    return said[: len(wanted)] == wanted


def _equals(written: Decimal, number: re.Match[str], value: Decimal) -> bool:
    """Say whether a number is the table's, rounded as it is written."""
    if number[3]:
        return to_places(value, len(number[3]) - 1) == written
    digits = number[2].replace(",", "")
    step = Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
    return abs(value - written) * 2 <= step
