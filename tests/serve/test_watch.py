"""However an editor saves, the last content is what the site shows."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import watchfiles

from glossary_site.serve.watch import SourceWatcher
from tests.serve.running import until
from tests.serve.saving import STYLES


class Watched:
    """A folder under watch, with what was called and said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.terms = folder / "terms"
        self.config = folder / "site.yaml"
        self.terms.mkdir()
        self.config.write_text("one")
        (self.terms / "gpu.md").write_text("one")
        self._called = threading.Event()
        self._watcher = SourceWatcher(ignored=(folder / "terms/out",), say=self.said.append)
        for path in (self.terms, self.config, folder / "later"):
            self._watcher.watch(str(path))

    def start(self) -> None:
        """Begin to watch."""
        self._watcher.start(self._called.set)

    def stop(self) -> None:
        """End it."""
        self._watcher.stop()

    def until_called(self) -> None:
        """Wait for a batch of changes."""
        assert self._called.wait(10), "a change was not noticed"
        self._called.clear()

    def is_called_within(self, seconds: float) -> bool:
        """Say whether a batch comes."""
        return self._called.wait(seconds)


@pytest.fixture(params=["told", "polled"])
def watched(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    """A watch that the system tells of changes, and one that must look for itself."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(28, "OS file watch limit reached")

    if request.param == "polled":
        monkeypatch.setattr(watchfiles, "watch", refuse)
        monkeypatch.setattr("glossary_site.serve.watch._POLL", 0.05)
    watched = Watched(tmp_path)
    watched.start()
    yield watched
    watched.stop()


@pytest.mark.parametrize("save", STYLES)
def test_every_way_of_saving_is_noticed_every_time(
    watched: Watched, save: Callable[[Path, str], None]
) -> None:
    """A watch bound to the old file would notice the first save and then no more."""
    for text in ("two", "three"):
        for path in (watched.terms / "gpu.md", watched.config):
            save(path, text)
            watched.until_called()


def test_new_moved_and_deleted_files_are_noticed(watched: Watched) -> None:
    """Each of them changes the site."""
    (watched.terms / "deep").mkdir()
    (watched.terms / "deep/new.md").write_text("new")
    watched.until_called()
    (watched.terms / "deep/new.md").rename(watched.terms / "moved.md")
    watched.until_called()
    (watched.terms / "moved.md").unlink()
    watched.until_called()


def test_folders_that_come_and_go_are_noticed(watched: Watched) -> None:
    """Switching a git branch takes folders away and brings others."""
    later = watched.folder / "later"
    later.mkdir()
    watched.until_called()
    (later / "a.md").write_text("one")
    watched.until_called()
    watched.terms.rename(watched.folder / "away")
    watched.until_called()
    (watched.folder / "away").rename(watched.terms)
    watched.until_called()
    (watched.terms / "gpu.md").write_text("after all")
    watched.until_called()


def test_what_is_no_source_is_not_noticed(watched: Watched) -> None:
    """A build that saw its own output would never end."""
    for name in ("out/index.html", ".cache/x", ".git/index", "gpu.md~", ".gpu.md.swp", "#gpu.md#",
                 "4913", "_site/index.html", "__pycache__/x.pyc", "gpu.md.tmp"):  # fmt: skip
        (watched.terms / name).parent.mkdir(exist_ok=True)
        (watched.terms / name).write_text("noise")

    assert not watched.is_called_within(1)


def test_falling_back_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who wonders why saving got slower finds the reason."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise watchfiles._rust_notify.WatchfilesRustInternalError("limit\x1b reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    watched = Watched(tmp_path)
    watched.start()
    until(lambda: watched.said or None, "a line about polling")
    watched.stop()

    assert watched.said == [
        "The system gives no notice of changes (limit\\x1b reached); looking for them every 0.25 s"
    ]
