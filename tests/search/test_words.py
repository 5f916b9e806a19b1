"""Texts cut into words: the builder and the browser must do it in the same way."""

import random
import unicodedata
from typing import Final

import pytest
from playwright.sync_api import Browser

from glossary_site.search.words import count, words
from tests.conftest import RealSite, ServeFolder
from tests.search.client import call, script

CASES: Final[tuple[tuple[str, list[str]], ...]] = (
    ("Fine-Tuning", ["fine", "tuning"]),
    ("the model's KV cache", ["the", "models", "kv", "cache"]),
    ("a model’s weights", ["a", "models", "weights"]),
    ("C++ and C#, not C", ["c++", "and", "c#", "not", "c"]),
    ("# A heading\n\na#b c+d", ["a", "heading", "a", "b", "c", "d"]),
    ("snake_case", ["snake", "case"]),
    ("Café, CAFÉ, Cafe\u0301", ["cafe", "cafe", "cafe"]),
    ("Straße Øre Łódź Œuvre", ["strasse", "ore", "lodz", "oeuvre"]),
    ("İstanbul ıssız", ["istanbul", "issiz"]),
    ("ΛΌΓΟΣ λόγος", ["λογοσ", "λογοσ"]),
    ("ﬁne ½ ² Ⅳ １２", ["fine", "1", "2", "2", "iv", "12"]),
    ("推論コスト", ["推論", "論コ", "コス", "スト"]),
    ("ガス", ["ガス"]),
    ("GPU推論", ["gpu", "推論"]),
    ("光", ["光"]),
    ("인공지능의 비용", ["인공", "공지", "지능", "능의", "비용"]),
    ("ปัญญา", ["ปั", "ัญ", "ญญ", "ญา"]),
    ("ذَكَاء اصطناعي", ["ذكاء", "اصطناعي"]),
    ("कृत्रिम", ["कृत्रिम"]),
    ("йод ёлка", ["иод", "елка"]),
    ("𠮷野家", ["𠮷野", "野家"]),
    ("— … !", []),
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_cut_into_words(text: str, expected: list[str]) -> None:
    """Case, accents and forms do not matter; scripts without spaces are cut into pairs."""
    assert words(text) == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_words_are_counted_as_they_are_cut(text: str) -> None:
    """Bodies take a quicker way, to the same words."""
    counts = count(text)

    assert sorted(word for word, times in counts.items() for _ in range(times)) == sorted(
        words(text)
    )


def test_what_no_reader_sees_is_not_counted() -> None:
    """A search for "com" must not find every term that has a link."""
    body = 'See [the **study**](https://www.example.com/a_b), <b class="x">bold</b> and [[GPU]].'

    assert set(count(body)) == {"see", "the", "study", "bold", "and", "gpu"}


def random_texts(number: int) -> list[str]:
    """Make up texts of all scripts; the same ones in each run."""
    chance = random.Random(4)  # noqa: S311 (repeatable, not secret)
    signs = [
        char
        for code in range(0x20, 0x2FA20)
        if unicodedata.category(char := chr(code)) not in {"Cn", "Cs", "Co", "Cc"}
    ]
    near = [char for char in signs if ord(char) < 0x500] + list(" '’-_#+")
    return [
        "".join(chance.choices(near if i % 2 else signs, k=chance.randint(1, 24)))
        for i in range(number)
    ]


@pytest.mark.browser
def test_the_browser_cuts_as_the_builder_does(
    chromium: Browser, real_site: RealSite, serve_folder: ServeFolder
) -> None:
    """A word that one of them folds otherwise would never be found."""
    home = serve_folder(real_site.root)
    page = chromium.new_page()
    page.goto(home)
    texts = [text for text, _ in CASES] + random_texts(6000)

    found = call(page, home + script(real_site.root, "search-words"), "words", [[t] for t in texts])
    page.close()

    pairs = zip(texts, map(words, texts), found, strict=True)
    assert [(text, ours, theirs) for text, ours, theirs in pairs if ours != theirs] == []
