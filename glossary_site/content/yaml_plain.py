"""YAML as nearly all front matter is written, read line by line: quick, and never unsure.

Keys at the left margin, each with text, a block of text, a list in brackets, a list of text below
it, or mappings of text.  `read_plain` knows nothing else: at the first line that it is not certain about it leaves
the document to `yaml_text`, which knows all of YAML and every mistake.  So it has no findings, and
what it returns is what the parser would have made of it: a test compares the two.
"""

import re
from typing import Final

from msgspec import Struct, field

from glossary_site.content.characters import is_harmless
from glossary_site.model import Place

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""What stands for nothing where it is not in quotes."""
FOLD_LIMIT: Final = 4_000
"""Characters of a text on several lines: to join a long one line by line would take too long."""

# Every repetition keeps what it took (`*+`), so that no line takes longer than its length.
_BAD: Final = r"\t\n"
_FIRST: Final = rf"""[^{_BAD} \-?:,\[\]{{}}#&*!|>'"%@`]"""
_TEXT: Final = rf"{_FIRST}[^{_BAD}:#]*+(?:(?::(?=[^ \n])|(?<! )#)[^{_BAD}:#]*+)*+"
_QUOTED: Final = rf"""(?:"[^{_BAD}"\\]*+"|'[^{_BAD}']*+(?:''[^{_BAD}']*+)*+')"""
_ITEM: Final = rf"(?:{_QUOTED} *+|{_FIRST}[^{_BAD},?:\[\]{{}}#]*+)"
_LIST: Final = rf"\[ *+(?:{_ITEM}(?:, *+{_ITEM})*+)?+\]"
_KEY: Final = r"[A-Za-z][A-Za-z0-9_-]{0,63}+:(?=[ \n]|\Z)"
# Lines of one indent, which is group 5, up to a line end; neither a deeper line nor one of spaces
# or a comment, which may or may not belong to it, follows.
_BLOCK: Final = (
    r"[>|]-?+ *+(?:\n( ++)[^ \t\n][^\n]*+)(?:\n\5[^ \t\n][^\n]*+)*+"
    r"(?=\n)(?!\n++(?:\5| ++(?:[#\n]|\Z)))"
)
_LINES: Final = re.compile(
    rf"^(?:( *+(?:- ++)?+)({_KEY})?+( *+)({_TEXT}|(?:{_QUOTED}|{_LIST}) *+|{_BLOCK})?+"
    rf"| *+#[^{_BAD}]*+|(.++))$",
    re.MULTILINE,
)
"""Indent with hyphen, key with colon, gap, value and a block's indent; nothing, for a comment; or
what is unknown."""
_ITEMS: Final = re.compile(rf"[\[,] *+({_QUOTED}|[^,\]]++)")

Plain = tuple[dict[str, object], dict[str, Place], dict[str, Place], frozenset[str]]
"""The root, the places of values, the places of keys, and the paths of literal blocks."""


def read_plain(text: str, first_line: int) -> Plain | None:
    """Read a document, or None if any line of it is not as plain as that."""
    if not is_harmless(text):
        return None
    reading = _Reading()
    line = first_line - 1
    for lead, key, gap, value, indent, unknown in _LINES.findall(text):
        line += 1
        if indent:
            is_sure = reading.take_block(line, lead, key[:-1], gap, value)
            line += value.count("\n")
        elif key:
            is_sure = reading.take_key(line, lead, key[:-1], gap, value)
        elif value:
            is_sure = reading.take_text(line, lead, value)
        else:
            is_sure = not unknown and "-" not in lead
            reading.last = ""
        if not is_sure:
            return None
    if not reading.root:
        return None
    return reading.root, reading.values, reading.keys, frozenset(reading.literals)


def _text(written: str) -> str | None:
    """Take what is written for one value out of its quotes."""
    text = written.rstrip(" ")
    if text[0] == '"':
        return text[1:-1]
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    return None if text in NULLS else text


class _Reading(Struct):
    """The state of one reading.

    Its methods take a line each, and return whether it was certain.  Columns count from 0 here.
    """

    root: dict[str, object] = field(default_factory=dict)
    values: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    literals: list[str] = field(default_factory=list)
    waiting: str = ""
    """The key at the margin whose value may stand on the lines below."""
    listed: str = ""
    """The key at the margin whose list is read."""
    items: list[object] = field(default_factory=list)
    """That list."""
    hyphen: int = -1
    """The column of its hyphens; -1 if no list is read."""
    lead: str = "none"
    """What stands before the items of it, if the last was text."""
    inner: dict[str, object] | None = None
    """The mapping that is read in a list or below a key."""
    prefix: str = ""
    """Its path."""
    indent: int = 0
    """The column of its keys."""
    last: str = ""
    """What is written for the value on the line before; empty if there was none."""
    box: dict[str, object] | list[object] = field(default_factory=list)
    """What holds that value."""
    slot: str | int = -1
    """Where in it."""
    margin: int = 0
    """The column that its next line must lie beyond."""

    def take_key(self, line: int, lead: str, key: str, gap: str, value: str) -> bool:
        """Take a line that begins with a key."""
        if key in NULLS or not (self._open_inner(line, lead) if lead else self._open_root(line)):
            return False
        box, path = self.root, key
        self.lead = "none"
        if lead:
            assert self.inner is not None
            box, path = self.inner, f"{self.prefix}.{key}"
        if key in box:
            return False
        column = len(lead)
        self.keys[path] = (line, column + 1)
        self.box, self.slot, self.margin = box, key, column
        column += len(key) + 1
        if value:
            self._put(path, line, column + len(gap), value)
            return True
        self.values[path] = (line, column + 1)
        box[key] = None
        self.last = ""
        if not lead:
            self.waiting = key
        return True

    def take_block(self, line: int, lead: str, key: str, gap: str, block: str) -> bool:
        """Take a key with a block of text below it: `>` joins its lines, `|` keeps them."""
        head, *lines = block.split("\n")
        indent = len(lines[0]) - len(lines[0].lstrip(" "))
        if not key or indent <= len(lead) or not self.take_key(line, lead, key, "", ""):
            return False
        text = ("\n" if head[0] == "|" else " ").join(one[indent:] for one in lines)
        path = f"{self.prefix}.{key}" if lead else key
        self.values[path] = (line, len(lead) + len(key) + len(gap) + 2)
        self.box[self.slot] = text if head[1:2] == "-" else f"{text}\n"  # type: ignore[index]
        if head[0] == "|":
            self.literals.append(path)
        self.waiting = ""
        return True

    def take_text(self, line: int, lead: str, value: str) -> bool:
        """Take a line without a key: an item of a list, or text that belongs to a line above."""
        if lead != self.lead:
            hyphen = lead.find("-")
            if hyphen < 0:
                return self._go_on(line, lead, value)
            if not self._open_item(line, hyphen):
                return False
            self.inner, self.lead = None, lead
            self.box, self.slot, self.margin = self.items, -1, hyphen
        path = f"{self.listed}.{len(self.items)}"
        self.items.append(None)
        self._put(path, line, len(lead), value)
        return True

    def _open_root(self, line: int) -> bool:
        """Be back at the margin."""
        if not self.root:
            self.values[""] = (line, 1)
        self.waiting, self.hyphen, self.inner = "", -1, None
        return True

    def _open_inner(self, line: int, lead: str) -> bool:
        """Go on with a mapping, or begin one behind a hyphen or below a key."""
        hyphen = lead.find("-")
        if hyphen < 0 and not self.waiting:
            return self.inner is not None and self.indent == len(lead)
        self.inner, self.indent = {}, len(lead)
        if hyphen < 0:
            self.prefix, self.waiting = self.waiting, ""
            self.root[self.prefix] = self.inner
        elif self._open_item(line, hyphen):
            self.prefix = f"{self.listed}.{len(self.items)}"
            self.items.append(self.inner)
        else:
            return False
        self.values[self.prefix] = (line, len(lead) + 1)
        return True

    def _open_item(self, line: int, hyphen: int) -> bool:
        """Go on with a list, or begin one below a key."""
        if not self.waiting:
            return hyphen == self.hyphen
        self.listed, self.hyphen, self.items, self.waiting = self.waiting, hyphen, [], ""
        self.root[self.listed] = self.items
        self.values[self.listed] = (line, hyphen + 1)
        return True

    def _go_on(self, line: int, lead: str, value: str) -> bool:
        """Take the value of a key above, or the next line of the text above."""
        if len(lead) <= self.margin:
            return False
        if self.waiting:
            self._put(self.waiting, line, len(lead), value)
            self.waiting = ""
            return True
        if not self.last or self.last[0] in "\"'[" or value[0] in "\"'[":
            return False
        self.last = f"{self.last.rstrip(' ')} {value.rstrip(' ')}"
        self.box[self.slot] = self.last  # type: ignore[index]
        return len(self.last) <= FOLD_LIMIT

    def _put(self, path: str, line: int, column: int, written: str) -> None:
        """Put a value where it belongs."""
        self.values[path] = (line, column + 1)
        self.last = written
        is_list = written[0] == "["
        value = self._list(path, line, column, written) if is_list else _text(written)
        self.box[self.slot] = value  # type: ignore[index]

    def _list(self, path: str, line: int, column: int, written: str) -> list[str | None]:
        """Take a list in brackets apart."""
        items: list[str | None] = []
        for match in _ITEMS.finditer(written):
            self.values[f"{path}.{len(items)}"] = (line, column + match.start(1) + 1)
            items.append(_text(match[1]))
        return items
