"""The key is this user's alone, lies outside the glossary, and is never a reason to fail."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from glossary_site import starting
from glossary_site.cache import seal
from glossary_site.cache.seal import KEY_BYTES, key_path, read_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the key is to lie."""
    return tmp_path / "home/.cache/glossary-site/key"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/glossary-site/key"),
        ({"HOME": "/h"}, "/h/.cache/glossary-site/key"),
        ({"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/glossary-site/key"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/glossary-site/key"),
        ({"XDG_CACHE_HOME": "relative"}, None),
        ({"HOME": "relative"}, None),
        ({"HOME": ""}, None),
        ({}, None),
    ],
)
def test_it_lies_where_the_system_keeps_caches(
    environment: Mapping[str, str], expected: str | None
) -> None:
    """A relative folder would be one of the glossary's."""
    assert key_path(dict(environment)) == (None if expected is None else Path(expected))


def test_it_is_made_once_and_nobody_else_may_read_it(path: Path) -> None:
    """Whoever knows it can forge what every later build publishes."""
    before = os.umask(0)
    try:
        key = read_key(path)
    finally:
        os.umask(before)

    assert key is not None
    assert len(key) == KEY_BYTES
    assert read_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["key"]


def test_two_users_have_two_keys(tmp_path: Path) -> None:
    """Chance makes them, and nothing about the machine."""
    assert read_key(tmp_path / "a/key") != read_key(tmp_path / "b/key")


def test_without_a_place_there_is_none() -> None:
    """A build in a bare container works, and keeps nothing."""
    assert read_key(None) is None


@pytest.mark.parametrize("length", [0, 1, KEY_BYTES - 1, KEY_BYTES + 1, 10_000])
def test_one_of_another_length_is_made_anew(path: Path, length: int) -> None:
    """A disk that was full left half of one; half a key is easier to guess."""
    path.parent.mkdir(parents=True)
    path.write_bytes(b"k" * length)

    key = read_key(path)

    assert key is not None
    assert key == path.read_bytes()
    assert key != b"k" * KEY_BYTES


def test_one_that_is_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    """What a link leads to may be known to others."""
    path.parent.mkdir(parents=True)
    known = tmp_path / "known"
    known.write_bytes(b"k" * KEY_BYTES)
    path.symlink_to(known)

    key = read_key(path)

    assert key != b"k" * KEY_BYTES
    assert not path.is_symlink()
    assert known.read_bytes() == b"k" * KEY_BYTES


def test_one_of_another_owner_is_not_believed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else knows it."""
    path.parent.mkdir(parents=True)
    path.write_bytes(b"k" * KEY_BYTES)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)

    assert read_key(path) is None, "what is made anew belongs to this one too"


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_no_key(path: Path, kind: str) -> None:
    """And waiting for a pipe would be waiting for ever."""
    path.parent.mkdir(parents=True)
    path.mkdir() if kind == "folder" else os.mkfifo(path)

    for _ in range(2):
        key = read_key(path)
        assert key is None or len(key) == KEY_BYTES

    assert os.listdir(path.parent) == ["key"], "no litter, however often it is tried"


def test_a_place_that_cannot_be_written_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home folder of a service often is read-only, or is no folder."""
    (tmp_path / "home").write_text("a file")
    assert read_key(tmp_path / "home/.cache/key") is None

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "replace", refuse)
    assert read_key(tmp_path / "cache/key") is None
    assert os.listdir(tmp_path / "cache") == []


def test_a_check_does_not_make_one(path: Path) -> None:
    """It writes nothing anywhere."""
    assert read_key(path, is_made=False) is None
    assert not path.parent.exists()


def test_two_first_builds_at_once_both_get_a_whole_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second may find that the first was quicker; each has one that can be used."""
    make = seal._make

    def overtaken(place: Path) -> None:
        monkeypatch.setattr(seal, "_make", make)
        read_key(place)
        make(place)

    monkeypatch.setattr(seal, "_make", overtaken)

    assert read_key(path) == read_key(path) == path.read_bytes()


@pytest.mark.parametrize("home", [".cache", "."])
def test_one_inside_the_glossary_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    """A pull request could bring the key together with what it seals."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / home))

    assert starting.memory(tmp_path).folder is None
    assert list(tmp_path.iterdir()) == []


def test_one_that_others_may_read_is_replaced(path: Path) -> None:
    """They may have used it."""
    key = read_key(path)
    path.chmod(0o644)

    assert read_key(path, is_made=False) is None
    assert read_key(path) not in {None, key}
