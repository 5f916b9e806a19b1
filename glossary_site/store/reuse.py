"""Building a site upon the one before it: what is there already is taken over, not made again.

The site before the published one is kept as a standby.  It differs from the published one by
little, and all other files are one file with a name in each.  The next site is made of it by
mending that little; so a build costs what has changed, not what the site holds.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final

from glossary_site.store import inodes, ownership, seals, trees
from glossary_site.store.ownership import Entry
from glossary_site.store.places import Place
from glossary_site.store.staging import (
    FOLDER_MODE,
    Staging,
    Written,
    create_file,
    forget_folders,
    make_folder,
)
from glossary_site.store.survey import Survey, apply, inspect


@dataclass(slots=True)
class Base:
    """What a build starts from; lives in the process that opened the staging folder."""

    place: Place
    survey: Survey
    entries: dict[str, Entry]
    """What the published site lists."""
    digest: str
    """SHA-256 of that listing."""
    is_sealed: bool
    """Whether the survey could do without reading everything."""
    standby: dict[str, Entry] | None
    """What the standby holds; None if there is none to build upon."""
    differs: Mapping[str, Entry | None]
    """Where it has not the very file of the published site."""
    trusted: dict[str, Entry] = field(init=False)
    """What the published site really holds."""
    reused: Mapping[str, Entry] = field(default_factory=dict)
    is_put_off: bool = False
    """Whether nothing has been done yet for what is reused, because all of the site is."""
    linked: int = 0
    """Files that got a second name."""
    linked_at: int = 0
    """When the last of them had got it; 0 if that is not known."""
    is_copied: bool = False
    """Whether the file system would not link."""
    emptied: set[str] = field(default_factory=set)
    """Folders that lost files."""

    def __post_init__(self) -> None:
        """Leave out what does not stand where it should."""
        bad = self.survey.bad
        self.trusted = {**self.entries} if bad else self.entries
        for path in bad:
            self.trusted.pop(path, None)


_bases: Final[dict[str, Base]] = {}
"""What this process builds upon, by staging folder."""


def prepare(place: Place, survey: Survey | None) -> Base:
    """Find what to build upon; a survey that is no longer true is made again.

    Raises:
        OSError: If the disk or the user's rights do not allow it.
    """
    if survey is None or not _is_still_true(place, survey):
        survey = inspect(place)
    body = ownership.read_bytes(place.published) if survey.published is not None else None
    if body is None and survey.is_under_way:
        body = ownership.read_bytes(place.published, ownership.UNDER_WAY)
    if body is None:
        return Base(place, survey, {}, "", is_sealed=False, standby=None, differs={})
    seal = seals.read(place)
    digest = inodes.digest_of(body)
    if seal is None or (seal.published.identity, seal.published.digest) != (
        survey.published,
        digest,
    ):
        entries = ownership.parse(body)
        if entries is None or not ownership.is_tame(entries):
            entries = {}
        return Base(place, survey, entries, digest, is_sealed=False, standby=None, differs={})
    entries = ownership.parse(body, is_known=True) or {}
    has_standby = survey.standby is not None and seal.standby is not None
    standby = apply(entries, seal.differs) if has_standby else None
    return Base(
        place, survey, entries, digest, is_sealed=True, standby=standby, differs=seal.differs
    )


def _is_still_true(place: Place, survey: Survey) -> bool:
    """Say whether no other build has come between; what people change later, the next build sees."""
    if survey.published is None and (not survey.time or os.path.lexists(place.published)):
        return False  # without a time nothing could be sealed, and there is nothing to read again
    if survey.published != seals.identify(place.published):
        return False
    return survey.standby is None or (
        place.standby is not None and survey.standby == seals.identify(place.standby)
    )


def remember(staging: Staging, base: Base) -> None:
    """Build upon `base` in that staging folder."""
    _bases[staging.folder] = base


def base_of(staging: Staging) -> Base | None:
    """Return what is built upon; None without a cache, or in another process."""
    return _bases.get(staging.folder)


def forget(staging: Staging) -> None:
    """Build upon nothing any more."""
    _bases.pop(staging.folder, None)


def have(staging: Staging) -> Mapping[str, Entry]:
    """List the files that need not be made again if they are wanted just so."""
    base = base_of(staging)
    if base is None:
        return {}
    if base.standby is None or base.standby.keys() <= base.trusted.keys():
        return base.trusted
    return {**base.standby, **base.trusted}


def reuse(staging: Staging, wanted: Mapping[str, Entry]) -> tuple[Written, ...]:
    """Take over files of the sites before; call it once, before anything is written.

    Args:
        staging: From `open_staging` in this same process.
        wanted: Files that `have` lists, exactly as it lists them.

    Returns:
        Their records, for `commit`.

    Raises:
        OSError: If the disk does not take it; `publish.write_failed` makes a finding of it.
        ValueError: If one of them is not to be had: a bug of the caller.
    """
    base = base_of(staging)
    if not wanted.items() <= have(staging).items():
        raise ValueError("only what is there can be reused")
    if base is None:
        return ()
    base.reused = dict(wanted)
    if not staging.is_direct:
        base.is_put_off = base.survey.is_clean and wanted == base.entries
        if not base.is_put_off:
            _fill(base, staging.folder)
            base.linked_at = seals.now(base.place)
    digests = (entry[0] for entry in wanted.values())
    sizes = (entry[1] for entry in wanted.values())
    is_unchanged: Iterable[bool] = repeat(object=True)
    if not wanted.items() <= base.trusted.items():
        is_unchanged = (base.trusted.get(path) == entry for path, entry in wanted.items())
    return tuple(map(Written, wanted, digests, sizes, is_unchanged))


def _fill(base: Base, folder: str) -> None:
    """Make the empty `folder` hold exactly what is reused."""
    standby, wanted, published = base.standby, base.reused, base.place.published
    if standby is None or base.place.standby is None:
        _link_all(base, published, folder, wanted)
        return
    try:
        os.rename(base.place.standby, folder)
    except OSError:  # a cache that cannot be written
        apart = {path for path, entry in wanted.items() if base.trusted.get(path) != entry}
        _link_all(base, published, folder, wanted.keys() - apart)
        _link_all(base, base.place.standby, folder, apart)
        return
    twofold = {path for path in base.differs if base.trusted.get(path) == wanted.get(path)}
    gone = {path for path, entry in standby.items() if wanted.get(path) != entry}
    gone |= twofold & standby.keys()
    for path in gone:
        os.unlink(f"{folder}/{path}")
    os.unlink(f"{folder}/{ownership.FILE_NAME}")
    base.emptied = {path.rpartition("/")[0] for path in gone}
    lacking = {path for path, entry in wanted.items() if standby.get(path) != entry}
    _link_all(base, published, folder, lacking | (twofold & wanted.keys()))


def _link_all(base: Base, old: str, new: str, paths: Iterable[str]) -> None:
    """Give files of the tree `old` a name in the tree `new`, too."""
    forget_folders(new)
    link, last = os.link, None
    names = sorted(paths)
    base.linked += len(names)
    for path in names:
        folder = path.rpartition("/")[0]
        if folder != last:
            make_folder(new, folder)
            last = folder
        target = f"{new}/{path}"
        try:
            link(f"{old}/{path}", target)
        except FileExistsError:  # an empty folder of an older site
            trees.remove_empty(target)
            link(f"{old}/{path}", target)
        except OSError:  # another file system, too many links, or a system that forbids them
            base.is_copied = True
            _copy(f"{old}/{path}", target)


def _copy(old: str, new: str) -> None:
    """Do what a link would have done where there are no links."""
    fd = os.open(old, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(fd, "rb") as file:
        found = os.fstat(fd)
        create_file(new, file.read())
    os.utime(new, ns=(found.st_atime_ns, found.st_mtime_ns))


def complete(staging: Staging, base: Base, written: Iterable[Written]) -> None:
    """Make the staging folder hold the new site and nothing else.

    Raises:
        OSError: If the disk does not take it.
    """
    if base.is_put_off:
        fresh = f"{staging.folder}-new"
        os.rename(staging.folder, fresh)
        os.mkdir(staging.folder, FOLDER_MODE)
        os.chmod(staging.folder, FOLDER_MODE)
        _fill(base, staging.folder)
        base.linked_at = seals.now(base.place)
        trees.remove_if_empty(staging.folder, base.emptied)
        forget_folders(staging.folder)
        for file in written:
            if file.path not in base.reused:
                make_folder(staging.folder, file.path.rpartition("/")[0])
                os.rename(f"{fresh}/{file.path}", f"{staging.folder}/{file.path}")
        trees.remove(fresh)
    trees.remove_if_empty(staging.folder, base.emptied)
