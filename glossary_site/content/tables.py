"""Tables: the rows of a dataset, read from CSV or JSON into checked text."""

from collections.abc import Sequence

from glossary_site.content.decoding import decode
from glossary_site.content.table_checks import TABLE_BYTES, Rows
from glossary_site.content.table_csv import read_csv, write_csv
from glossary_site.content.table_json import read_json, write_json
from glossary_site.diagnostics import Findings, Span, finding
from glossary_site.fields.dataset import Column

__all__ = ["TABLE_BYTES", "Rows", "read_table", "write_csv", "write_json"]


def read_table(path: str, data: bytes, columns: Sequence[Column]) -> tuple[Rows, Findings]:
    """Read the table of a dataset.

    Its lines may end as any spreadsheet ends them, with LF, CRLF or CR, and not all alike.

    Args:
        path: Relative to the glossary's folder; its suffix, `.csv` or `.json`, says the format.
        data: The whole file.
        columns: As the description declares them, with distinct names.

    Returns:
        Rows of normalised cells in the columns' order, none if anything is wrong.  An empty cell
        means: not known.
    """
    if len(data) > TABLE_BYTES:
        message = f"the table has {len(data):,} bytes, and {TABLE_BYTES:,} are allowed"
        return (), (finding("file-too-large", Span(path), message),)
    text, found = decode(path, data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    if text is None:
        return (), found
    read = read_json if path.endswith(".json") else read_csv
    return read(path, text, columns)
