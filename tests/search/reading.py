"""Reads the files of an index, as the browser does: what the builder's tests look at."""

import json
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any


def unpack(text: str) -> list[str]:
    """Give the words of a packed list."""
    found, last = [], ""
    for line in text.split("\n") if text else []:
        units = last.encode("utf-16-le")[: int(line[0], 36) * 2]
        last = units.decode("utf-16-le") + line[1:]
        found.append(last)
    return found


def read(folder: Path, name: str) -> Any:  # noqa: ANN401 (any JSON)
    """Read a file of an index."""
    return json.loads((folder / "search" / f"{name}.json").read_bytes())


def name_shards(folder: Path) -> list[dict[str, Any]]:
    """Read all shards of names, in order."""
    first = read(folder, "index")
    if "names" in first:
        return list(first["names"])
    names = [bound.encode().hex() or "0" for bound in first["bounds"]]
    return [read(folder, f"names-{name}") for name in names]


def slugs(folder: Path) -> dict[int, str]:
    """Give all terms by their numbers."""
    first = read(folder, "index")
    count = first["blocks"]
    blocks = first.get("terms") or [read(folder, f"terms-{at}") for at in range(count)]
    return {
        place * count + at: told[0]
        for at, block in enumerate(blocks)
        for place, told in enumerate(block)
    }


def named(folder: Path) -> dict[str, list[tuple[str, int, int, int]]]:
    """Give for each word of names: slug, name, position and length of the name."""
    by_number = slugs(folder)
    found = {}
    for shard in name_shards(folder):
        for word, posting in zip(unpack(shard["words"]), shard["postings"], strict=True):
            numbers = accumulate(posting[::2])
            found[word] = [
                (by_number[number], code >> 8, code >> 4 & 15, code & 15)
                for number, code in zip(numbers, posting[1::2], strict=True)
            ]
    return found


def told(folder: Path) -> dict[str, dict[str, int]]:
    """Give for each word of texts how much it says of each term; nothing of a common word."""
    by_number = slugs(folder)
    found: dict[str, dict[str, int]] = {}
    for at in range(read(folder, "index")["texts"]):
        shard = read(folder, f"texts-{at}")
        for word, posting in zip(unpack(shard["words"]), shard["postings"], strict=True):
            found[word] = {by_number[value >> 2]: value & 3 for value in accumulate(posting)}
    return found


def in_ranges(bounds: Sequence[str], shards: Sequence[Sequence[str]]) -> bool:
    """Say whether each word stands in the shard in which the browser will look for it."""
    units = [bound.encode("utf-16-be") for bound in bounds]
    for at, words in enumerate(shards):
        for word in words:
            key = word.encode("utf-16-be")
            if max(i for i, unit in enumerate(units) if unit <= key) != at:
                return False
    return True
