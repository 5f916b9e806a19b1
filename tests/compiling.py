"""Templates compiled once for all builds of a process: it is most of what a small build does.

A build takes what Jinja2 made of the same text of the same file, as it does from another process.
"""

from typing import ClassVar

from jinja2.bccache import Bucket

from glossary_site.render import engine
from glossary_site.theme import default_theme


class _Shared(engine._Compiled):
    """Takes a template's code from an earlier build of this process, too."""

    made: ClassVar[dict[tuple[str, str], bytes]] = {}
    """Code by the template's name and file, and by a digest of its text."""

    def load_bytecode(self, bucket: Bucket) -> None:
        made = self.made.get((bucket.key, bucket.checksum))
        if made is not None:
            self.known.setdefault(bucket.key, made)
        super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        super().dump_bytecode(bucket)
        self.made[bucket.key, bucket.checksum] = self.known[bucket.key]


def compile_once() -> None:
    """From now on, let builds in this process and in those it forks share what they compile."""
    setattr(engine, "_Compiled", _Shared)  # noqa: B010 (a class is not assigned to)


def compile_theme() -> None:
    """Compile the theme's templates now, for the processes that will be forked from this one."""
    compile_once()
    engine.compiled((default_theme().templates,))
