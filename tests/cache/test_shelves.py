"""Records come back as they were put, or not at all."""

import fcntl
import os
import random
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from glossary_site.cache import memory as memories
from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import FOLDER, Memory
from glossary_site.cache.shelves import FILES, ONE_FILE, SUFFIX
from tests.cache.keeping import KEY, OTHER_KEY
from tests.properties.thorough import IS_SOAK

TEXT: Final = Codec[str](str)
NUMBERS: Final = Codec[tuple[int, ...]](tuple[int, ...])
KIND: Final = "texts"
DAMAGED: Final = "part of the cache is made anew: it was damaged, or sealed with another key"
FOREIGN: Final = "part of the cache is made anew: it was not one of ours"
Records = dict[str, str]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A glossary's `.cache` that is yet to be made."""
    return tmp_path / ".cache"


def keep(cache: Path, records: Records, key: bytes = KEY, kind: str = KIND) -> None:
    """Keep these and nothing else, as a build does that needs no others."""
    memory = Memory.at(cache, key)
    shelf = memory.shelf(kind, TEXT)
    for name, text in records.items():
        if shelf.get(name, mark(text)) is None:
            shelf.put(name, mark(text), text)
    shelf.settle()
    memory.save()


def found(cache: Path, records: Records, key: bytes = KEY) -> tuple[Records, tuple[str, ...]]:
    """Ask for these; what is said of the cache comes with what is there."""
    memory = Memory.at(cache, key)
    shelf = memory.shelf(KIND, TEXT)
    there = {name: shelf.get(name, mark(text)) for name, text in records.items()}
    assert len(memory.notes()) <= 1
    notes = Memory.at(cache, key)
    notes.shelf(KIND, TEXT)
    return {name: text for name, text in there.items() if text is not None}, notes.notes()


def some(count: int) -> Records:
    """Make records."""
    return {f"term:{i}": f"text {i}" for i in range(count)}


def shelf_files(cache: Path, kind: str = KIND) -> dict[str, tuple[int, int]]:
    """List the files of a kind with what tells whether they were written."""
    folder = cache / FOLDER / kind
    listed = {path.name: path.lstat() for path in folder.iterdir()} if folder.is_dir() else {}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in sorted(listed.items())}


def test_what_is_kept_comes_back(cache: Path) -> None:
    """Any text, under any name; and under another key it is not what was asked for."""
    records = {"": "", "a/b\0": "x", "推論": "é\n" * 1000}
    keep(cache, records)

    assert found(cache, records) == (records, ())
    assert found(cache, dict.fromkeys(records, "another")) == ({}, ())


def test_nothing_is_there_at_first_and_nothing_is_said(cache: Path) -> None:
    """A first build is no news."""
    assert found(cache, some(3)) == ({}, ())
    assert not cache.exists()


@pytest.mark.parametrize("count", [1, ONE_FILE, ONE_FILE + 1, 5000])
def test_few_records_share_a_file_and_many_have_some(cache: Path, count: int) -> None:
    """One file is read soonest; a part of many is written soonest."""
    keep(cache, some(count))

    assert len(shelf_files(cache)) == (1 if count <= ONE_FILE else FILES)
    assert found(cache, some(count)) == (some(count), ())


@pytest.mark.parametrize(
    ("before", "after"), [(ONE_FILE, ONE_FILE + 1), (ONE_FILE + 1, ONE_FILE), (3, 4000), (4000, 3)]
)
def test_a_shelf_that_grows_or_shrinks_is_whole(cache: Path, before: int, after: int) -> None:
    """No file of the other form stays: it would be read for ever."""
    keep(cache, some(before))
    keep(cache, some(after))

    assert len(shelf_files(cache)) == (1 if after <= ONE_FILE else FILES)
    assert found(cache, some(after)) == (some(after), ())
    gone = {name: text for name, text in some(before).items() if name not in some(after)}
    assert found(cache, gone)[0] == {}


@pytest.mark.parametrize("count", [20, 2000])
def test_only_a_file_whose_records_changed_is_written(cache: Path, count: int) -> None:
    """One edit among ten thousand terms must not write them all."""
    keep(cache, some(count))
    before = shelf_files(cache)

    keep(cache, some(count))
    assert shelf_files(cache) == before

    keep(cache, some(count) | {"term:7": "changed"})
    after = shelf_files(cache)
    assert after.keys() == before.keys()
    assert len({name for name in before if before[name] != after[name]}) == 1
    assert found(cache, {"term:7": "changed"}) == ({"term:7": "changed"}, ())


@pytest.mark.parametrize("count", [20, 2000])
def test_a_record_that_goes_is_gone(cache: Path, count: int) -> None:
    """Else a cache would grow for ever."""
    records = some(count)
    keep(cache, records)
    before = shelf_files(cache)
    gone = {"term:7": records.pop("term:7")}

    keep(cache, records)

    after = shelf_files(cache)
    assert len({name for name in before if before[name] != after.get(name)}) == 1
    assert found(cache, gone) == ({}, ())
    assert found(cache, records) == (records, ())


def test_the_last_record_takes_its_file_along(cache: Path) -> None:
    """An empty shelf has no file."""
    keep(cache, some(2))

    keep(cache, {})

    assert shelf_files(cache) == {}


def test_any_sequence_of_changes_is_kept(cache: Path) -> None:
    """Across the border between one file and many, there and back."""
    chance = random.Random(1)  # noqa: S311 (not a secret)
    records: Records = {}
    for _ in range(60 if IS_SOAK else 8):
        for _ in range(chance.choice([1, 10, 300])):
            records[f"term:{chance.randrange(900)}"] = f"text {chance.randrange(50)}"
        for name in chance.sample(sorted(records), chance.choice([0, len(records) // 2])):
            del records[name]
        keep(cache, records)
        assert found(cache, records) == (records, ())


def damages() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """List what can befall the bytes of a file: every cut and every bit, or a sample."""
    size = 200
    places = range(size) if IS_SOAK else (0, 1, 21, 22, 40, 54, 85, 86, 87, 120, size - 1)
    for place in places:
        yield f"cut at {place}", lambda body, at=place: body[:at]  # type: ignore[misc]
        for bit in range(8) if IS_SOAK else (place % 8,):
            yield (
                f"bit {bit} of byte {place}",
                lambda body, at=place, one=1 << bit: flipped(body, at, one),  # type: ignore[misc]
            )
    yield "something added", lambda body: body + b"\0"
    yield "twice", lambda body: body + body
    yield "another file", lambda _: b"something else that is long enough to be a file" * 9
    yield "noughts", lambda body: bytes(len(body))


def flipped(body: bytes, at: int, bits: int) -> bytes:
    """Flip bits of a byte."""
    return body[:at] + bytes([body[at] ^ bits]) + body[at + 1 :]


def test_a_damaged_file_is_as_good_as_absent(cache: Path) -> None:
    """Disks fail; what fails must cost time and no page."""
    keep(cache, some(3))
    path = cache / FOLDER / KIND / f"all{SUFFIX}"
    body = path.read_bytes()
    assert len(body) > 200 - 60
    for name, damage in damages():
        if int("".join(filter(str.isdigit, name.rpartition(" ")[2])) or 0) >= len(body):
            continue
        path.write_bytes(damage(body))

        there, notes = found(cache, some(3))

        assert there == {}, name
        assert notes in ((DAMAGED,), (FOREIGN,)), name
    keep(cache, some(3))
    assert found(cache, some(3)) == (some(3), ())


def test_the_rest_is_used_when_one_file_is_damaged(cache: Path) -> None:
    """And the damaged one is written anew, with the others left alone."""
    keep(cache, some(2000))
    before = shelf_files(cache)
    path = cache / FOLDER / KIND / f"07{SUFFIX}"
    path.write_bytes(path.read_bytes()[:-1])

    there, notes = found(cache, some(2000))
    keep(cache, some(2000))

    assert 1900 < len(there) < 2000
    assert notes == (DAMAGED,)
    assert found(cache, some(2000)) == (some(2000), ())
    after = shelf_files(cache)
    assert [name for name in before if before[name] != after[name]] == [path.name]


def test_another_key_opens_nothing(cache: Path) -> None:
    """Another user's cache holds another user's HTML."""
    keep(cache, some(3), OTHER_KEY)

    assert found(cache, some(3)) == ({}, (DAMAGED,))


def test_another_version_is_told_from_damage(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what everybody sees once after an upgrade, and should not frighten."""
    keep(cache, some(3))
    monkeypatch.setattr(memories, "maker", lambda: secrets.token_bytes(32))

    assert found(cache, some(3)) == (
        {}, ("part of the cache is made anew: it was made by another version",)
    )  # fmt: skip


def test_files_that_change_places_are_not_taken_for_each_other(cache: Path) -> None:
    """Each is sealed, and still the one is no answer for the other."""
    keep(cache, some(3))
    memory = Memory.at(cache, KEY)
    memory.shelf("numbers", NUMBERS).put("term:1", mark("text 1"), (1, 2))
    memory.save()
    one, other = (cache / FOLDER / kind / f"all{SUFFIX}" for kind in (KIND, "numbers"))
    body = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(body)

    assert found(cache, some(3)) == ({}, (DAMAGED,))


def test_a_file_of_another_kind_with_the_same_form_is_not_believed(cache: Path) -> None:
    """Bodies and letters are both text; only their kind tells them apart."""
    keep(cache, some(3), kind="others")
    (cache / FOLDER / KIND).mkdir()
    os.replace(cache / FOLDER / "others" / f"all{SUFFIX}", cache / FOLDER / KIND / f"all{SUFFIX}")

    assert found(cache, some(3)) == ({}, (DAMAGED,))


def place_folder(path: Path) -> None:
    """Put a folder with something in it where a file is expected."""
    path.mkdir()
    (path / "precious").write_text("x")


def place_pipe(path: Path) -> None:
    """Put a pipe that nobody writes to: opening it could wait for ever."""
    os.mkfifo(path)


def place_link(path: Path) -> None:
    """Put a link to a file elsewhere, with content that is right."""
    elsewhere = path.parents[3] / "elsewhere"
    elsewhere.write_bytes(path.parent.joinpath("right").read_bytes())
    path.symlink_to(elsewhere)


@pytest.mark.parametrize("place", [place_folder, place_pipe, place_link])
def test_what_is_no_file_is_not_read(cache: Path, place: Callable[[Path], None]) -> None:
    """A checkout may bring anything under any name."""
    keep(cache, some(3))
    path = cache / FOLDER / KIND / f"all{SUFFIX}"
    os.rename(path, path.with_name("right"))
    place(path)

    assert found(cache, some(3)) == ({}, (DAMAGED,))
    if place is place_folder:
        with pytest.raises(OSError, match="directory"):
            keep(cache, some(3))
        assert (path / "precious").read_text() == "x"
        assert sorted(shelf_files(cache)) == [f"all{SUFFIX}", "right"], "no litter"
        return
    keep(cache, some(3))
    assert found(cache, some(3)) == (some(3), ())
    assert path.is_file()
    assert not path.is_symlink()


@pytest.mark.parametrize("part", [".", FOLDER, f"{FOLDER}/{KIND}"])
def test_nothing_is_read_or_written_through_a_link(tmp_path: Path, cache: Path, part: str) -> None:
    """A link in a checkout would let a pull request choose which files a build overwrites."""
    keep(tmp_path / "other/.cache", some(3))
    there = tmp_path / "other/.cache" / part
    before = {path: path.read_bytes() for path in there.rglob("*") if path.is_file()}
    (cache / part).parent.mkdir(parents=True, exist_ok=True)
    Path(os.path.normpath(cache / part)).symlink_to(there)

    assert found(cache, some(3))[0] == {}
    keep(cache, {"term:1": "hostile"})
    keep(cache, {})

    after = {path: path.read_bytes() for path in there.rglob("*") if path.is_file()}
    assert after == before


def test_a_cache_that_cannot_be_written_says_so_and_leaves_no_litter(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller says it in a line; what was there stays right."""
    keep(cache, some(3))
    before = shelf_files(cache)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        keep(cache, {"term:1": "another"})

    assert shelf_files(cache) == before
    assert found(cache, some(3)) == (some(3), ())


def test_what_a_killed_build_left_goes_unless_another_is_at_work(cache: Path) -> None:
    """Nobody looks into the cache; and only the kernel knows for sure who still lives."""
    keep(cache, some(3))
    folder = cache / FOLDER / KIND
    left, other = folder / f".all{SUFFIX}.{'0' * 16}", folder / ".mine"
    left.write_bytes(b"half")
    other.write_bytes(b"whole")
    fd = os.open(folder, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_SH)
    keep(cache, some(4))
    assert left.exists()
    os.close(fd)

    keep(cache, some(5))

    assert not left.exists()
    assert other.exists()
    assert found(cache, some(5)) == (some(5), ())


def test_without_a_key_nothing_is_read_or_written(tmp_path: Path) -> None:
    """There is no way to tell our files from others."""
    keep(tmp_path, some(3))
    memory = Memory.at(tmp_path, None)
    shelf = memory.shelf(KIND, TEXT)
    assert shelf.get("term:1", mark("text 1")) is None
    shelf.put("term:1", mark("x"), "x")
    memory.save()

    assert found(tmp_path, some(3)) == (some(3), ())


def test_what_a_build_keeps_is_asked_of_the_same_memory_too(cache: Path) -> None:
    """A server's memory answers from what it was given, saved or not."""
    memory = Memory.at(cache, KEY, is_lasting=True)
    shelf = memory.shelf(KIND, TEXT)
    shelf.put("a", b"1", "one")
    assert shelf.get("a", b"1") == "one"
    shelf.settle()
    shelf.settle()
    assert shelf.get("a", b"1") is None
