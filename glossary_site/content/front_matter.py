"""The fences of a Markdown term file, found through a handler of ours for python-frontmatter.

The library alone strips the text (so lines are lost), reads an unclosed fence as body, drops a
list without a word and takes JSON or five hyphens for front matter.  Its handler interface lets us
decide all of that: the handler keeps the text it was made for, with its places.
"""

import re
from typing import Final

import frontmatter
from frontmatter.default_handlers import BaseHandler
from msgspec import Struct

from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding

FENCE: Final = re.compile(r"^---[ \t]*$", re.MULTILINE)
_CLOSING: Final = re.compile(r"\n---[ \t]*$", re.MULTILINE)
"""The same behind another line, whose end is found far sooner than `^`."""


class SplitFile(Struct, frozen=True):
    """A Markdown file in its two parts."""

    yaml: Yaml
    """The front matter."""
    body: str
    """Everything after the closing fence's line."""
    body_line: int
    """The 1-based line on which the body begins."""


class PlacedYamlHandler(BaseHandler):
    """Front matter between `---` lines, read as text with places.

    One object serves one file: python-frontmatter hands `split` a stripped text, and only the
    original knows the lines.  So it has the text already, and the library need not see it.
    """

    FM_BOUNDARY = FENCE
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: str, text: str) -> None:
        """Take the file's path, for findings, and its text with LF line ends."""
        super().__init__()
        self.path = path
        self.text = text
        self.found: list[Diagnostic] = []
        self.yaml: Yaml | None = None
        self.body = ""
        self.body_line = 1
        self._yaml_line = 1

    def split(self, text: str) -> tuple[str, str]:
        """Find both fences in the original text, whatever `text` is.

        Raises:
            ValueError: If there is no front matter; the finding is in `found`.
        """
        del text
        lead = len(self.text) - len(self.text.lstrip("\n"))
        opening = FENCE.match(self.text, lead)
        line = self.text.count("\n", 0, lead) + 1
        if opening is None:
            self._report("no-front-matter", 1, *_opening_mistake(self.text))
            raise ValueError
        closing = _CLOSING.search(self.text, opening.end())
        if closing is None:
            message = "the front matter that begins here is never closed"
            self._report("unclosed-front-matter", line, message, "close it with a line of ---")
            raise ValueError
        self._yaml_line = line + 1
        self.body_line = self.text.count("\n", 0, closing.end()) + 2
        self.body = self.text[closing.end() + 1 :]
        return self.text[opening.end() + 1 : closing.start() + 1], self.body

    def load(self, fm: str) -> dict[str, object]:
        """Read the front matter; python-frontmatter wants a mapping, findings say the rest."""
        self.yaml, found = read_yaml(self.path, fm, self._yaml_line)
        self.found += found
        value = None if self.yaml is None else self.yaml.value
        return value if isinstance(value, dict) else {}

    def _report(self, code: str, line: int, message: str, hint: str) -> None:
        self.found.append(finding(code, Span(self.path, line), message, hint))


def _opening_mistake(text: str) -> tuple[str, str]:
    """Say what stands where the opening fence should, and what to write."""
    first = text.lstrip("\n").partition("\n")[0]
    if not text.strip():
        return "the file is empty", "begin with a line of ---, then title: …, then ---"
    if first.startswith("{"):
        return "the file begins with JSON", "write YAML between lines of ---"
    if first.strip().startswith("---"):
        return (
            "the opening fence is not a line of three hyphens",
            "write --- at the very beginning of the line, and nothing else on it",
        )
    return "the file has no front matter", "begin with a line of ---, then title: …, then ---"


def split_file(path: str, text: str) -> tuple[SplitFile | None, Findings]:
    """Split a Markdown file into front matter and body.

    Returns:
        None if there is no front matter that can be used.
    """
    handler = PlacedYamlHandler(path, text)
    frontmatter.parse("", handler=handler)
    if handler.yaml is None:
        return None, tuple(handler.found)
    return SplitFile(handler.yaml, handler.body, handler.body_line), tuple(handler.found)


def yaml_of(path: str, text: str) -> tuple[str, int] | None:
    """Find the YAML in a file, as text.

    Args:
        path: The file; one that ends in `.md` has front matter, any other is YAML as a whole.
        text: Its text with LF line ends.

    Returns:
        The YAML and the 1-based line on which it begins, or None if there are no two fences.
    """
    if not path.endswith(".md"):
        return text, 1
    handler = PlacedYamlHandler(path, text)
    try:
        document, _ = handler.split(text)
    except ValueError:
        return None
    return document, handler.body_line - 1 - document.count("\n")
