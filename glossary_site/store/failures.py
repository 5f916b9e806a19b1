"""What to tell the user when the disk did not do what was asked."""

import errno
import os
import re
from pathlib import Path
from typing import Final

from glossary_site.diagnostics import Diagnostic, Span, finding, quoted

_HINTS: Final = {
    errno.ENOSPC: "free some space and build again",
    errno.EDQUOT: "free some space and build again",
    errno.EACCES: "make the folder writable, or choose another with --output",
    errno.EPERM: "make the folder writable, or choose another with --output",
    errno.EROFS: "choose a folder on another file system with --output",
    errno.EBUSY: "the folder may be a mount point: choose a folder inside it with --output",
    errno.EMFILE: "raise the limit of open files with ulimit -n",
}
_STAGED: Final = re.compile(r".*/\.[^/]*\.glossary-staging-[^/]*/?")


def write_failed(output: Path | str, error: OSError) -> Diagnostic:
    """Make the finding for an error of the disk, for instance one that `write` raised."""
    reason = error.strerror or str(error) or type(error).__name__
    name = _STAGED.sub("", os.fsdecode(error.filename)) if error.filename else ""
    place = f" ({quoted(name)})" if name else ""
    message = f"{reason}{place}: the published site is unchanged"
    return finding("write-failed", Span(str(output)), message, _HINTS.get(error.errno or 0))
