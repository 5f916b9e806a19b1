"""The command line: which commands there are, and how the program ends."""

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from glossary_site import __version__, starting
from glossary_site.commands.build import build
from glossary_site.commands.check import check
from glossary_site.commands.diff import diff
from glossary_site.commands.import_terms import import_terms
from glossary_site.commands.init import init
from glossary_site.commands.new import new
from glossary_site.commands.newsletter import newsletter
from glossary_site.commands.preview import preview
from glossary_site.commands.refresh import refresh
from glossary_site.commands.rename import rename
from glossary_site.commands.serve import serve

COMMANDS: Final = (
    build,
    check,
    diff,
    serve,
    preview,
    refresh,
    newsletter,
    new,
    rename,
    import_terms,
    init,
)
"""In the order in which the reference has them."""


class _Group(click.Group):
    """Builds when no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` in front of arguments that name no command."""
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args.insert(0, "build")
        return super().parse_args(ctx, args)


_UNWRITABLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a stream answers that leads into a file on a full or broken disk."""


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def program() -> None:
    """Turn a folder of terms into a published glossary. Without a command: build."""


for _command in COMMANDS:
    program.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Returns:
        The exit code: 0 if all is well, 1 with errors, 2 for wrong usage, 130 after Ctrl-C.
    """
    starting.heed_interrupts()
    try:
        code = program.main(
            args=None if arguments is None else list(arguments),
            prog_name="glossary-site",
            standalone_mode=False,
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return starting.INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        _write_no_more()
        return 1
    except OSError as error:
        # What the disk does to the site, its sources and the cache, their readers and writers tell.
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise
        _write_no_more()
        with contextlib.suppress(OSError):
            sys.stderr.write(f"what was to be printed cannot be written: {error.strerror}\n")
        return 1
    except Exception:
        if starting.is_interrupted():  # some libraries make another error of it
            return starting.INTERRUPTED
        raise
    finally:
        starting.end()
    return code if isinstance(code, int) else 0


def _write_no_more() -> None:
    """Let what is still to be printed go nowhere, so that the exit does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
