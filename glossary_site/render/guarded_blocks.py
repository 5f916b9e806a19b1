"""The first half of the guarded Markdown: from text to blocks, without tests that must fail.

The library tries fifteen processors at every block.  All but one of them need some sign at the
start of a line, so the signs that lines begin with say which are worth trying.
`tests/unit/test_guarded.py` holds it against the stock library.
"""

import re
import xml.etree.ElementTree as ET
from typing import Any, Final

from markdown import Markdown, blockprocessors, util
from markdown.blockparser import BlockParser
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import Preprocessor

_ANY: Final = "any"
_DIGIT: Final = "1"
_SIGNS: Final[dict[type[Any], frozenset[str]]] = {
    blockprocessors.EmptyBlockProcessor: frozenset({""}),
    blockprocessors.ListIndentProcessor: frozenset({" "}),
    blockprocessors.CodeBlockProcessor: frozenset({" "}),
    blockprocessors.HashHeaderProcessor: frozenset({"#"}),
    blockprocessors.SetextHeaderProcessor: frozenset({"=", "-"}),
    blockprocessors.HRProcessor: frozenset({"-", "_", "*"}),
    blockprocessors.OListProcessor: frozenset({_DIGIT}),
    blockprocessors.UListProcessor: frozenset({"-", "+", "*"}),
    blockprocessors.BlockQuoteProcessor: frozenset({">"}),
    blockprocessors.ReferenceProcessor: frozenset({"["}),
    blockprocessors.ParagraphProcessor: frozenset({_ANY}),
    AdmonitionProcessor: frozenset({"!", " "}),
    DefListIndentProcessor: frozenset({" "}),
    DefListProcessor: frozenset({":"}),
    FootnoteBlockProcessor: frozenset({"["}),
    TableProcessor: frozenset({"|"}),
}
r"""By the class of a processor: signs of which a block must have one to be of its kind.

The first sign of a line behind its spaces, `1` standing for every digit; a space if the block
begins with one; `|` if it stands anywhere in several lines.
"""
_LEADS: Final = frozenset().union(*_SIGNS.values()) - {_ANY, " ", "|", _DIGIT}
_BLANK_LINES: Final = re.compile(r"\n +(?=\n)")


class GuardedBlockParser(BlockParser):
    """Tries only processors whose sign stands in the block."""

    def __init__(self, md: Markdown, stock: BlockParser) -> None:
        """Take over the processors of `stock`; more may be added until the first text comes."""
        super().__init__(md)
        self.blockprocessors = stock.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self
        self._is_known: bool | None = None
        self._choices: dict[frozenset[str], tuple[Any, ...]] = {}
        self._plain: tuple[Any, ...] = ()

    def parseBlocks(  # noqa: N802 (the library's name)
        self, parent: ET.Element, blocks: list[str]
    ) -> None:
        """Give each block to the first processor that takes it, as the library does.

        A processor that we do not know may look at anything and change what those after it see:
        where there is one, the library's own loop runs.
        """
        if self._is_known is None:
            self._is_known = all(type(one) in _SIGNS for one in self.blockprocessors)
            self._plain = self._choice(frozenset())
        if not self._is_known:
            super().parseBlocks(parent, blocks)
            return
        while blocks:
            block = blocks[0]
            for processor in self._candidates(block):
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    def _candidates(self, block: str) -> tuple[Any, ...]:
        """Choose the processors that may take a block."""
        if "\n" not in block:
            lead = block.lstrip(" ")[:1]
            if lead not in _LEADS and block[:1] != " " and not lead.isdecimal():
                return self._plain
            leads = {lead}
        else:
            leads = {line.lstrip(" ")[:1] for line in block.split("\n")}
            if "|" in block:
                leads.add("|")
        signs = {_DIGIT if lead.isdecimal() else lead for lead in leads}
        if block[:1] == " ":
            signs.add(" ")
        key = frozenset(signs & _KNOWN)
        return self._choices.get(key) or self._choice(key)

    def _choice(self, signs: frozenset[str]) -> tuple[Any, ...]:
        wanted = signs | {_ANY}
        choice = tuple(
            one for one in self.blockprocessors if not wanted.isdisjoint(_SIGNS.get(type(one), ()))
        )
        self._choices[signs] = choice
        return choice


_KNOWN: Final = _LEADS | {" ", "|", _DIGIT}


class GuardedNormalizer(Preprocessor):
    """The library's `NormalizeWhitespace`, whose last step looks at every character."""

    def run(self, lines: list[str]) -> list[str]:
        """Normalise line ends, tabs and blank lines."""
        text = "\n".join(lines)
        text = text.replace(util.STX, "").replace(util.ETX, "")
        text = text.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        if "\t" in text:
            text = text.expandtabs(self.md.tab_length)
        if "\n " in text:
            text = _BLANK_LINES.sub("\n", text)
        return text.split("\n")
