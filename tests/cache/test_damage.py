"""Whatever stands in a cache, the site is the one that is built without."""

import os
import random
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from glossary_site.bodies import RENDERED, Rendered
from glossary_site.cache.memory import FOLDER, Memory
from glossary_site.cache.shelves import SUFFIX, Shelf
from tests.cache.keeping import (
    KEY,
    OTHER_KEY,
    RICH,
    assert_as_clean,
    build_clean,
    build_kept,
    cache_files,
    different,
    edit,
)
from tests.conftest import MakeSite
from tests.properties.thorough import IS_SOAK
from tests.whole.sites import tree

SAID: Final = b"Nichts sonst."
HOSTILE: Final = b"<svg/onload=>"
"""Of the same length, so that it takes the other's place."""
Damage = Callable[[Path, random.Random], None]


def _cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def _flip(path: Path, chance: random.Random) -> None:
    body = bytearray(path.read_bytes())
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    path.write_bytes(body)


def _empty(path: Path, _: random.Random) -> None:
    os.truncate(path, 0)


def _foreign(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(500))


def _folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path, _: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


def _link(path: Path, _: random.Random) -> None:
    target = path.with_name("target")
    os.rename(path, target)
    path.symlink_to(target)


def _no_folder(path: Path, _: random.Random) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("a file")


def _gone(path: Path, _: random.Random) -> None:
    path.unlink()


DAMAGES: Final[dict[str, Damage]] = {
    "cut": _cut, "flipped": _flip, "empty": _empty, "foreign": _foreign, "a-folder": _folder,
    "a-pipe": _pipe, "a-link": _link, "no-folder": _no_folder, "gone": _gone,
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_every_file_may_be_damaged(make_site: MakeSite, damage: Damage) -> None:
    """Alone, each kind in turn; and a line says so at most."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    count = len(cache_files(folder))
    chance = random.Random(1)  # noqa: S311 (not a secret)
    assert count >= 5
    for number in range(count) if IS_SOAK else (chance.randrange(count), count - 1):
        shutil.rmtree(folder / ".cache")
        assert build_kept(folder)[0].is_ok
        damage(cache_files(folder)[number], chance)

        assert_as_clean(folder)
        assert_as_clean(folder)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_all_files_may_be_damaged(make_site: MakeSite, damage: Damage) -> None:
    """A disk that fails seldom fails in one place."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    chance = random.Random(2)  # noqa: S311 (not a secret)
    for path in cache_files(folder):
        if path.exists():
            damage(path, chance)
    edit(folder, {"terms/zeit.md": "---\ntitle: Zeit\n---\nAnother GPU.\n"})

    assert_as_clean(folder)


@pytest.mark.soak
def test_any_bit_of_any_file_may_flip(
    make_site: MakeSite, record_property: Callable[[str, object], None]
) -> None:
    """One by one would take days; a thousand at random take minutes."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    _, files = build_clean(folder)
    chance = random.Random(3)  # noqa: S311 (not a secret)
    record_property("tried", 1000)
    for turn in range(1000):
        path = chance.choice(cache_files(folder))
        (_flip if turn % 2 else _cut)(path, chance)
        report, notes = build_kept(folder)
        assert report.is_ok
        assert len(notes) <= 1
        assert different(tree(folder / "_site"), files) == []


def test_files_of_a_cache_may_change_places(make_site: MakeSite) -> None:
    """Each is our own, and each says what another should."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    paths = cache_files(folder)
    bodies = [path.read_bytes() for path in paths]
    for path, body in zip(paths, [*bodies[1:], bodies[0]], strict=True):
        path.write_bytes(body)

    notes = assert_as_clean(folder)

    assert notes == ("part of the cache is made anew: it was damaged, or sealed with another key",)


def test_files_of_an_older_cache_are_no_danger(make_site: MakeSite) -> None:
    """A backup, or CI's cache of another branch, holds what was right once; any mix of the two."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    old = {path: path.read_bytes() for path in cache_files(folder)}
    edit(folder, {"terms/zeit.md": "---\ntitle: Time\naliases: [chip]\n---\nA GPU.\n"})
    edit(folder, {"templates/partials/card.html": None})
    assert_as_clean(folder)
    new = {path: path.read_bytes() for path in cache_files(folder)}
    assert old.keys() == new.keys()
    paths = sorted(old)
    for number in range(2 ** len(paths) if IS_SOAK else 6):
        chosen = number if IS_SOAK else (number * 37 + 5) % 2 ** len(paths)
        for at, path in enumerate(paths):
            path.write_bytes((old if chosen >> at & 1 else new)[path])
        assert assert_as_clean(folder) == ()


def body_in(shelf: Shelf[Rendered], name: str) -> tuple[bytes, Rendered]:
    """Give what a shelf holds of a body, with its key."""
    key = shelf.key_of(name)
    assert key is not None
    rendered = shelf.get(name, key)
    assert rendered is not None
    return key, rendered


def forged(folder: Path, key: bytes) -> None:
    """Put hostile HTML in the place of what a body says, sealed with a key."""
    memory = Memory.at(folder / ".cache", key)
    shelf = memory.shelf("bodies", RENDERED)
    made_from, right = body_in(shelf, "term:zeit")
    body = RENDERED.encode(right)
    assert SAID in body
    hostile = RENDERED.decode(body.replace(SAID, HOSTILE))
    assert hostile is not None
    shelf.put("term:zeit", made_from, hostile)
    memory.save()


def test_a_forgery_with_our_own_key_would_show(make_site: MakeSite) -> None:
    """So the next tests do forge what a build would use."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    forged(folder, KEY)
    shutil.rmtree(folder / "_site")
    shutil.rmtree(folder / ".cache" / FOLDER / "pages")

    assert build_kept(folder)[0].is_ok

    assert HOSTILE in (folder / "_site/terms/zeit/index.html").read_bytes()


def test_a_cache_made_by_somebody_else_is_not_believed(make_site: MakeSite) -> None:
    """A pull request brings its own `.cache` with hostile HTML for terms that it does not touch."""
    folder = make_site(RICH)
    assert build_kept(folder, OTHER_KEY)[0].is_ok
    forged(folder, OTHER_KEY)
    shutil.rmtree(folder / "_site")

    notes = assert_as_clean(folder)

    assert notes == ("part of the cache is made anew: it was damaged, or sealed with another key",)
    assert not [path for path, body in tree(folder / "_site").items() if HOSTILE in body]
    assert assert_as_clean(folder) == (), "once is enough"


def test_a_forged_file_among_our_own_is_not_believed(make_site: MakeSite) -> None:
    """Merged over a cache that CI restored, say."""
    folder = make_site(RICH)
    assert build_kept(folder, OTHER_KEY)[0].is_ok
    forged(folder, OTHER_KEY)
    hostile = folder / ".cache" / FOLDER / "bodies" / f"all{SUFFIX}"
    body = hostile.read_bytes()
    shutil.rmtree(folder / ".cache")
    assert build_kept(folder)[0].is_ok
    hostile.write_bytes(body)
    edit(folder, {"site.yaml": str(RICH["site.yaml"]).replace("Rich", "Poor")})

    assert_as_clean(folder)

    assert not [path for path, body in tree(folder / "_site").items() if HOSTILE in body]


def test_a_site_that_was_tampered_with_is_mended(make_site: MakeSite) -> None:
    """The cache says what was written, not what stands there now."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    page = folder / "_site/terms/zeit/index.html"
    page.write_bytes(HOSTILE)
    (folder / "_site/index.html").unlink()

    assert_as_clean(folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 128 KiB; only root can make one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_costs_only_what_would_have_been_kept(
    make_site: MakeSite, small_disk: Path
) -> None:
    """The cache is filled to the last byte; the site lies elsewhere and is right."""
    folder = make_site(RICH)
    (folder / ".cache").mkdir()
    subprocess.run(["mount", "--bind", str(small_disk), str(folder / ".cache")], check=True)
    try:
        (folder / ".cache/filler").write_bytes(bytes(104_000))
        notes = assert_as_clean(folder)
        assert notes == ("the cache is not kept: No space left on device",)
        left = [path.name for path in (folder / ".cache").rglob(f"*{SUFFIX}.*")]
        assert left == [], "half a file is litter"
        (folder / ".cache/filler").unlink()
        assert_as_clean(folder)
    finally:
        subprocess.run(["umount", str(folder / ".cache")], check=True)


def test_a_cache_that_can_only_be_read_is_read(make_site: MakeSite, small_disk: Path) -> None:
    """CI may mount one so; what is new is not kept, and one line says so."""
    folder = make_site(RICH)
    (folder / ".cache").mkdir()
    mount = ["mount", "--bind", str(small_disk), str(folder / ".cache")]
    subprocess.run(mount, check=True)
    try:
        assert build_kept(folder)[0].is_ok
        remount = ["mount", "-o", "remount,ro,bind", str(small_disk), str(folder / ".cache")]
        subprocess.run(remount, check=True)

        assert build_kept(folder)[0].slowest == (), "nothing is rendered anew"
        assert assert_as_clean(folder) == ()
        edit(folder, {"terms/zeit.md": "---\ntitle: Time\n---\nA GPU.\n"})
        assert assert_as_clean(folder) == ("the cache is not kept: Read-only file system",)
    finally:
        subprocess.run(["umount", str(folder / ".cache")], check=True)


def test_two_memories_may_be_saved_at_once(make_site: MakeSite) -> None:
    """A server and a build keep what they found out in one place."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    wrong: list[BaseException] = []

    def save_often() -> None:
        try:
            for _ in range(5):
                memory = Memory.at(folder / ".cache", KEY)
                shelf = memory.shelf("bodies", RENDERED)
                shelf.put("term:zeit", *body_in(shelf, "term:zeit"))
                memory.save()
        except BaseException as error:  # noqa: BLE001 (whatever it is must be seen)
            wrong.append(error)

    threads = [threading.Thread(target=save_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert assert_as_clean(folder) == ()
