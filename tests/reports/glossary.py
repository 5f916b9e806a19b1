"""A glossary below a repository's root, with findings of every severity, and hostile text in them."""

from collections.abc import Mapping
from typing import Final

HOSTILE: Final = '{{ x }} [y](https://z.example), 100%: ::error::"'
FILES: Final[Mapping[str, str]] = {
    "site.yaml": "title: Test\n",
    "terms/gpu.md": (
        "---\ntitle: GPU\ndefinitoin: A chip.\nrelated: [Memory]\n---\n"
        "See [[Old Memory]], 記憶 [[Old Memory|that]].\n"
    ),
    "terms/memory.md": (
        "---\ntitle: Memory\naliases: [memory]\ndefinition: It keeps.\n"
        f"related:\n  - '{HOSTILE}'\nformer_slugs: [old-memory]\n---\nIt keeps. \n"
    ),
    "terms/a term.txt": "Not read.\n",
}
