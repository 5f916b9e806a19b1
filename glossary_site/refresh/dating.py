"""The day in `updated`, changed in a description of which all else stays to the byte."""

import datetime as dt
import re
from typing import Final

from glossary_site.content.datasets import Description, read_description
from glossary_site.fields.dataset import DatasetFields

_VALUE: Final = re.compile(r"""\"[^"\n]*\"|'[^'\n]*'|[0-9-]+|~|null""", re.IGNORECASE)


def is_later(fields: DatasetFields, today: dt.date) -> bool:
    """Say whether `updated` is to be set: never back, and not to what it says already."""
    return fields.updated is None or fields.updated < today.isoformat()


def dated(path: str, text: str, described: Description, today: dt.date) -> str | None:
    """Set `updated` in the text of a description.

    Returns:
        The new text; None if it is written in a way in which that cannot be done safely.
    """
    fields, yaml, _ = described
    day = today.isoformat()
    lines = text.split("\n")
    if "updated" in yaml.keys:
        number, column = yaml.keys["updated"]
        line = lines[number - 1]
        start = line.find(":", column - 1) + 1
        if "updated" in yaml.values and yaml.values["updated"][0] == number:
            start = max(start, yaml.values["updated"][1] - 1)
        match = _VALUE.match(line, start)
        rest = line[match.end() :] if match else line[start:]
        gap = "" if line[:start].endswith(" ") else " "
        lines[number - 1] = f"{line[:start]}{gap}{day}{rest}"
    elif "refresh" in yaml.keys and yaml.keys["refresh"][1] == 1:
        lines.insert(yaml.keys["refresh"][0] - 1, f"updated: {day}")
    else:
        return None
    changed = "\n".join(lines)
    again, found = read_description(path, changed)
    wanted = fields.model_copy(update={"updated": day})
    return changed if again is not None and not found and again.fields == wanted else None
