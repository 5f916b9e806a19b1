"""What is kept of a build for the next one: the old site as a standby, and a seal on both."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from glossary_site.store import inodes, ownership, seals, trees
from glossary_site.store.ownership import Entry
from glossary_site.store.reuse import Base
from glossary_site.store.seals import Seal, TreeSeal
from glossary_site.store.staging import Staging, Written


@dataclass(frozen=True, slots=True)
class Fresh:
    """The new site, as it is before the exchange."""

    files: Sequence[Written]
    entries: Mapping[str, Entry]
    digest: str
    """SHA-256 of its listing."""
    time: int
    """When all was as listed; 0 if nothing can be sealed."""
    joints: Mapping[str, int]


def look_once_more(
    staging: Staging,
    base: Base,
    files: Sequence[Written],
    entries: Mapping[str, Entry],
    mark: bytes,
) -> Fresh:
    """Find out since when all files of the new site are known; call it before its listing is made.

    What is written now is as listed now, for the staging folder is out of sight.  What is one file
    with the published site may have been changed there since the survey, so the survey's time
    counts; but then all that was touched since must be read next time.  If that is most of the
    site, it costs less to look at all the rest again.

    Raises:
        OSError: If a folder is not there.
    """
    time = base.survey.time
    digest = inodes.digest_of(mark)
    if not time:
        return Fresh(files, entries, digest, 0, {})
    old = [file for file in files if file.is_unchanged or file.path in base.reused]
    touched = len(files) - len(old) + base.linked
    if 2 * touched > len(files):
        later = seals.now(base.place)
        root, linked = staging.folder, base.linked_at or later
        if all(inodes.is_untouched(f"{root}/{file.path}", file.size, time, linked) for file in old):
            time = later
    return Fresh(
        files, entries, digest, time, seals.joints(staging.folder, inodes.folders(entries))
    )


def keep(staging: Staging, base: Base, fresh: Fresh) -> bool:
    """Keep the old site, which stands at the staging folder now, as a standby; say whether.

    Only one that is wholly as listed, for nothing else is worth keeping.
    """
    place = base.place.standby
    if place is None:
        return False
    with suppress(OSError):  # of a cache that cannot be written: then the old site is deleted
        seals.forget_the_dead(base.place)
        if os.path.lexists(place):
            trees.remove(place)
        is_sound = fresh.time and base.survey.is_clean and not base.is_copied
        if is_sound and os.path.lexists(staging.folder):
            os.rename(staging.folder, place)
            return True
    return False


def seal(base: Base, fresh: Fresh, *, has_standby: bool) -> None:
    """Record what is known now; call it last.

    What cannot be recorded is not an error: then the next build reads everything.
    """
    root, place = base.place.published, base.place.standby
    if not fresh.time or place is None:
        return
    with suppress(OSError):
        identity = seals.identify(root)
        before = seals.identify(place) if has_standby else None
        if identity is None:
            return
        standby, differs = None, {}
        if before is not None:
            survey = base.survey
            standby = TreeSeal(before, base.digest, survey.time, survey.joints)
            differs = _differences(base, fresh, place)
        published = TreeSeal(identity, fresh.digest, fresh.time, fresh.joints)
        seals.write(base.place, Seal(published, standby, differs))


def _differences(base: Base, fresh: Fresh, standby: str) -> dict[str, Entry | None]:
    """List where the old site has not the very file of the new one."""
    old, new = base.entries, fresh.entries
    differs: dict[str, Entry | None] = {
        path: entry for path, entry in old.items() if new.get(path) != entry
    }
    differs |= dict.fromkeys(new.keys() - old.keys())
    published = base.place.published
    for file in fresh.files:
        path = file.path
        if path in base.reused or path in differs:
            continue
        if not inodes.is_one_file(f"{published}/{path}", f"{standby}/{path}"):
            differs[path] = old[path]
    return differs


def rescue(base: Base) -> bool:
    """Give back to the published site what somebody put there while it was replaced; say whether.

    It went into the standby with the old site.  In its old place, it is refused by name.

    Raises:
        OSError: If it cannot be moved.
    """
    place, root = base.place, base.place.published
    standby, record = place.standby, place.seal
    if base.standby is not None or standby is None or record is None or not os.path.isdir(root):
        return False
    owned = ownership.read(standby)
    if owned is None or not os.path.isfile(record):
        return False
    since = os.lstat(record).st_ctime_ns  # what came later was put into the cache: that is litter
    is_any = False
    for path in ownership.foreign(standby, owned):
        lost, target = f"{standby}/{path}", f"{root}/{path}"
        if os.lstat(lost).st_ctime_ns <= since and not os.path.lexists(target):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.rename(lost, target)
            is_any = True
    return is_any


def seal_again(base: Base) -> None:
    """Record that a site of which much had to be read is as listed, to spare the next build that.

    Its listing is touched for that, in nothing but its ctime.
    """
    place, survey = base.place, base.survey
    if not survey.time or not survey.is_clean or 2 * survey.read < len(base.entries):
        return
    with suppress(OSError):
        old = seals.read(place) if base.standby is not None else None
        standby = None if old is None or old.standby is None else old.standby
        listing = f"{place.published}/{ownership.FILE_NAME}"
        found = os.lstat(listing)
        os.utime(listing, ns=(found.st_atime_ns, found.st_mtime_ns), follow_symlinks=False)
        identity = seals.identify(place.published)
        if identity is not None:
            published = TreeSeal(identity, base.digest, survey.time, survey.joints)
            if standby is not None:
                standby = replace(standby, time=survey.time)
            seals.write(place, Seal(published, standby, base.differs))
