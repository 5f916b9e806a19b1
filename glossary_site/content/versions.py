"""What readers have seen of each term, commit by commit, from git.

Blobs are read as git has them: no filter, no hook and no configuration of anybody's is asked.
"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.content.files import FILE_LIMIT, TERM_SUFFIXES
from glossary_site.content.history import HEAD, Head, as_listed, ask, read_commit
from glossary_site.content.term_files import parse
from glossary_site.model import Term
from glossary_site.names import Slug

BLOBS: Final = 20_000
"""The most files of the past that are read; of a longer history the newest."""
_NONE: Final = "0" * 7


class Version(Struct, frozen=True):
    """A term as a commit left it."""

    number: int
    """The commit's place in the history, the oldest first."""
    day: dt.date
    """The author's day, in UTC."""
    people: tuple[str, ...]
    """Who made the commit, without bots."""
    slug: Slug
    """Its address then."""
    title: str
    """Its name then."""
    definition: str | None
    """As its author wrote it."""
    names: tuple[str, ...]
    """Abbreviation and aliases."""
    topics: tuple[str, ...]
    """Topic ids."""
    related: tuple[str, ...]
    """Names of related terms."""
    replaced_by: str | None
    """The term to use instead."""
    words: int
    """Words of the body."""
    body: bytes
    """A digest of the body: 16 bytes."""


def read_log(root: Path, folder: str) -> tuple[bytes, str] | None:
    """Ask git which files below a folder each commit made, the newest first.

    Returns:
        The log, which decides everything else here, and the folder's prefix in the repository; None
        without git, outside a repository, or in a shallow clone, whose history is cut.
    """
    git = shutil.which("git")
    if git is None or ask(git, root, "rev-parse", "--is-shallow-repository") != b"false\n":
        return None
    prefix = ask(git, root, "rev-parse", "--show-prefix")
    log = ask(
        git, root, "log", "--no-renames", "--raw", "--no-abbrev", "-z", "--encoding=UTF-8",
        f"--format={HEAD}", "--", folder,
    )  # fmt: skip
    if prefix is None or log is None:
        return None
    return log, prefix.rstrip(b"\n").decode("utf-8", "surrogateescape")


class _Made(Struct, frozen=True):
    """A file that a commit made."""

    commit: int
    """Which, the newest first."""
    path: str
    """Relative to the glossary's folder."""
    blob: str
    """Its content's name."""


def read_versions(root: Path, log: bytes, prefix: str) -> Mapping[Slug, tuple[Version, ...]]:
    """Read the versions of all terms, the oldest first, by the slugs they had.

    What cannot be read, and drafts, no reader has seen: they are passed over.
    """
    heads, made = _parse_log(log, prefix)
    names = {address.lower(): name for _, name, address, _ in reversed(heads)}
    commits = [read_commit(head, names) for head in heads]
    texts = _blobs(root, list(dict.fromkeys(one.blob for one in made))[:BLOBS])
    parsed: dict[tuple[str, str], tuple[Term, ...]] = {}
    found: dict[Slug, list[Version]] = {}
    for one in reversed(made):
        day, people = commits[one.commit].day, commits[one.commit].people
        if day is None or one.blob not in texts:
            continue
        key = (one.path, one.blob)
        if key not in parsed:
            parsed[key] = parse(one.path, texts[one.blob]).terms
        for term in parsed[key]:
            if not term.draft:
                number = len(heads) - one.commit
                found.setdefault(term.slug, []).append(_version(number, day, people, term))
    return {slug: tuple(versions) for slug, versions in sorted(found.items())}


def _version(number: int, day: dt.date, people: tuple[str, ...], term: Term) -> Version:
    return Version(
        number=number, day=day, people=people, slug=term.slug, title=term.title,
        definition=term.definition, names=term.names[1:], topics=term.topics, related=term.related,
        replaced_by=term.replaced_by, words=len(term.body.split()),
        body=hashlib.blake2b(term.body.encode("utf-8", "replace"), digest_size=16).digest(),
    )  # fmt: skip


def _parse_log(log: bytes, prefix: str) -> tuple[list[Head], list[_Made]]:
    heads: list[Head] = []
    made: list[_Made] = []
    tokens = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        if token[:1] == "\x01":
            heads.append((token[1:], next(tokens), next(tokens), next(tokens)))
            continue
        entry = token.lstrip("\n").split(" ")
        if entry[0][:1] != ":":
            continue
        path = as_listed(next(tokens)).removeprefix(prefix)
        is_file = entry[1].startswith("100") and not entry[3].startswith(_NONE)
        if is_file and path.endswith(TERM_SUFFIXES):
            made.append(_Made(len(heads) - 1, path, entry[3]))
    return heads, made


def _blobs(root: Path, names: list[str]) -> Mapping[str, bytes]:
    """Read blobs that are no larger than a term file may be."""
    git = shutil.which("git")
    if git is None or not names:
        return {}
    listed = "".join(f"{name}\n" for name in names).encode()
    sizes = ask(git, root, "cat-file", "--batch-check", given=listed) or b""
    small = [
        name + b"\n"
        for name, kind, size in map(_sized, sizes.splitlines())
        if kind == b"blob" and size <= FILE_LIMIT
    ]
    said = ask(git, root, "cat-file", "--batch", given=b"".join(small)) if small else None
    return dict(_contents(said or b""))


def _sized(line: bytes) -> tuple[bytes, bytes, int]:
    """Read a line of `--batch-check`; a name that git does not know has no size."""
    name, kind, *size = line.split()
    return name, kind, int(size[0]) if size else 0


def _contents(said: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(said):
        end = said.index(b"\n", at)
        name, _, size = said[at:end].split()
        begin = end + 1
        yield name.decode(), said[begin : begin + int(size)]
        at = begin + int(size) + 1
