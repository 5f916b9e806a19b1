"""What commands do that look at a glossary and publish nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary_site import starting
from glossary_site.options import build_date

if TYPE_CHECKING:
    from glossary_site.run import BuildReport


def only_look(source: Path, **options: Any) -> "BuildReport":  # noqa: ANN401 (of `BuildOptions`)
    """Make the checks of a build that writes nothing."""
    from glossary_site import console, pipeline  # noqa: PLC0415

    asked = pipeline.BuildOptions(
        source=source, output=source / "_site", today=build_date(), dry_run=True, **options
    )
    memory = starting.memory(source, is_read_only=True)
    with console.Progress() as progress:
        return pipeline.build(asked, progress.tell, memory, is_interrupted=starting.is_interrupted)
