"""What the theme promises of its stylesheets and icons, read from the files themselves.

docs/explanation/theme.md tells it to whoever wants to change them.
"""

import gzip
import re
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from glossary_site.theme import assets, default_theme
from tests.program import ROOT

THEME: Final = default_theme()
FILES: Final = sorted((THEME.static / "css").rglob("*.css"))
RULES: Final = [file for file in FILES if file.name != "layers.css"]
TOKENS: Final = THEME.static / "css/tokens.css"
NAMES: Final = [file.relative_to(THEME.static).as_posix() for file in RULES]

COLOUR: Final = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(|"
    r"\b(?:black|white|red|green|blue|gr[ae]y|yellow|orange|purple|pink|silver|gold|navy|teal)\b",
    re.IGNORECASE,
)
PHYSICAL: Final = re.compile(
    r"(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:top|right|bottom|left)\b.*|"
    r"border-(?:top|bottom)-(?:left|right)-radius|"
    r"(?:min-|max-)?(?:width|height)|top|right|bottom|left|float|clear)"
)
SCALED: Final = re.compile(
    r"(?:(?:margin|padding)(?:-(?:block|inline)(?:-start|-end)?)?|(?:row-|column-)?gap)"
)
FREE_LENGTH: Final = re.compile(r"(?<![\w.-])-?(?:\d*\.)?\d+(?:rem|pt|vw|vh|cm|mm)\b")


class Declaration(NamedTuple):
    """A property with its value, and where it stands."""

    place: str
    """For messages: the file and the innermost rule."""
    name: str
    """The property."""
    value: str
    """What it is set to."""


def without_comments(file: Path) -> str:
    """Read a stylesheet."""
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)


def declarations(file: Path) -> Iterator[Declaration]:
    """Read all declarations of a stylesheet, through nested rules."""
    rules: list[str] = []
    for text, end in re.findall(r"([^{};]*)([{};])", without_comments(file)):
        words = " ".join(text.split())
        if end == "{":
            rules.append(words)
            continue
        name, colon, value = words.partition(":")
        if colon:
            yield Declaration(f"{file.name}: {rules[-1]}", name.strip(), value.strip())
        if end == "}":
            rules.pop()


def everything() -> Iterator[Declaration]:
    """Read all declarations of all stylesheets."""
    for file in RULES:
        yield from declarations(file)


def test_declarations_are_read_through_nested_rules(tmp_path: Path) -> None:
    """The reader above decides what the other tests see."""
    file = tmp_path / "x.css"
    file.write_text("@layer a { /* b { c: d } */ .e { f: g; &:h { --i: j(k) } l: m } }")

    assert list(declarations(file)) == [
        Declaration("x.css: .e", "f", "g"),
        Declaration("x.css: &:h", "--i", "j(k)"),
        Declaration("x.css: .e", "l", "m"),
    ]


@pytest.mark.parametrize("file", RULES, ids=NAMES)
def test_every_rule_stands_in_a_layer(file: Path) -> None:
    """So a glossary's own stylesheet wins without fighting, whatever its selectors are."""
    layers = re.findall(r"[a-z]+", (THEME.static / "css/layers.css").read_text().split("@layer")[1])
    depth = 0
    outermost = [""]
    for sign in without_comments(file):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "}" and depth == 0:
            outermost.append("")
        elif depth == 0:
            outermost[-1] += sign
    opened = [text.strip() for text in outermost if text.strip()]

    assert opened
    assert set(opened) <= {f"@layer {layer}" for layer in layers}


def test_every_colour_is_a_token() -> None:
    """A colour written elsewhere would follow neither the scheme nor whoever changes the tokens.

    A mask has no colour: it shows or hides.
    """
    strays = [
        each
        for each in everything()
        if COLOUR.search(each.value) and not each.name.startswith("--") and "mask" not in each.name
    ]

    assert strays == []


def test_everything_follows_the_direction_of_writing() -> None:
    """From right to left a physical property would stay where it was."""
    assert [each for each in everything() if PHYSICAL.fullmatch(each.name)] == []


def test_all_type_stands_on_one_scale() -> None:
    """Sizes are steps of the scale, or relative to the text they stand in.

    In a drawing they are units of the drawing.
    """
    sizes = [
        each
        for each in everything()
        if each.name in {"font-size", "font"} and not each.place.endswith(" text")
    ]
    step = re.compile(r"var\(--text-[a-z0-9]+\)|\b(?:\d*\.)?\d+em\b|\binherit\b")

    assert sizes
    assert [each for each in sizes if not step.search(each.value)] == []


def test_all_space_stands_on_one_scale() -> None:
    """Margins, paddings and gaps are steps of the scale, or relative to the text; paper has mm."""
    spaces = [
        each
        for each in everything()
        if SCALED.fullmatch(each.name) and not each.place.endswith("@page")
    ]

    assert spaces
    assert [each for each in spaces if FREE_LENGTH.search(each.value)] == []


def test_every_token_is_used_and_every_used_one_exists() -> None:
    """A misspelt token is no error to a browser: it silently takes the value away."""
    scripts = "".join(file.read_text() for file in THEME.static.rglob("*.js"))
    tokens = {each.name for each in everything() if each.name.startswith("--")}
    tokens |= set(re.findall(r"setProperty\(\s*\"(--[a-z0-9-]+)\"", scripts))
    texts = "".join(map(without_comments, RULES)) + scripts

    used = set(re.findall(r"var\((--[a-z0-9-]+)", texts))
    for_others = {name for name in used if name.startswith("--glossary-")}
    told = (ROOT / "docs/how-to/embed.md").read_text(encoding="utf-8")

    assert used - for_others == tokens
    assert all(f"`{name}`" in told for name in for_others)


def test_nothing_shouts() -> None:
    """Layers decide; `!important` would turn their order around."""
    assert [each for each in everything() if "!important" in each.value] == []


@pytest.mark.parametrize("index", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("is_strong", [False, True], ids=["usual", "more-contrast"])
def test_every_pair_of_colours_has_the_contrast_it_needs(index: int, *, is_strong: bool) -> None:
    """WCAG 1.4.3 and 1.4.11: 4.5 to 1 for text, 3 to 1 for what bounds a control."""
    colours = roles(index, is_strong=is_strong)
    grounds = ("paper", "raised", "wash")
    pairs = [
        *((ink, ground, 4.5) for ink, ground in product(
            ("ink", "ink-soft", "accent", "accent-strong"), grounds)),
        *(("edge", ground, 3.0) for ground in grounds),
        ("caution", "paper", 4.5), ("caution", "raised", 4.5), ("caution", "caution-wash", 4.5),
        ("ink", "caution-wash", 4.5), ("accent", "caution-wash", 4.5),
        ("on-accent", "accent", 4.5), ("on-accent", "accent-strong", 4.5),
    ]  # fmt: skip
    weak = {
        (ink, ground): ratio
        for ink, ground, needed in pairs
        if (ratio := contrast(colours[ink], colours[ground])) < needed
    }

    assert weak == {}


def roles(index: int, *, is_strong: bool) -> dict[str, str]:
    """Give the colour of each role in one scheme."""
    usual, _, strong = TOKENS.read_text().partition("prefers-contrast")
    found: dict[str, str] = {}
    for text in (usual, strong if is_strong else ""):
        for name, *both, other in re.findall(
            r"--([a-z-]+): (?:light-dark\((#\w+), (#\w+)\)|var\(--([a-z-]+)\));", text
        ):
            found[name] = found[other] if other else both[index]
    return found


def contrast(one: str, other: str) -> float:
    """Measure the contrast of two colours by WCAG's formula."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Measure how bright a colour is, from 0 to 1.

    >>> luminance("#fff")
    1.0
    """
    digits = colour[1:] if len(colour) > 4 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_icons_are_drawn_alike_and_all_of_them_are_shown() -> None:
    """One grid, no colour of their own, nothing that a reader carries for nobody."""
    sprite = (THEME.static / "icons/sprite.svg").read_text()
    symbols = re.findall(r'<symbol id="([a-z-]+)" viewBox="0 0 24 24">', sprite)
    templates = "".join(file.read_text() for file in THEME.templates.rglob("*.html"))
    scripts = "".join(file.read_text() for file in THEME.static.rglob("*.js"))
    shown = set(re.findall(r'icon\(site, "([a-z-]+)"\)', templates))
    shown |= set(re.findall(r"#([a-z-]+)\b", templates + scripts)) & set(symbols)

    assert len(symbols) == sprite.count("<symbol") == len(set(symbols))
    assert COLOUR.search(sprite) is None
    assert shown == set(symbols)


PAGES: Final = sorted(file.name for file in (THEME.static / "css" / "pages").glob("*.css"))


@pytest.mark.parametrize("page", PAGES)
def test_the_stylesheets_of_a_page_together_weigh_little(page: str) -> None:
    """A phone must have them before it can paint anything."""
    found = assets(THEME)
    weights = [len(gzip.compress(found[f].body, 9, mtime=0)) for f in ("style.css", page)]

    assert sum(weights) < 10_000


def test_steps_of_the_scales_grow() -> None:
    """A scale whose steps are out of order is no scale."""
    text = TOKENS.read_text()
    for scale in ("text", "space"):
        steps = re.findall(rf"--{scale}-\w+: (?:clamp\()?([\d.]+)rem", text)
        sizes = [float(step) for step in steps]
        assert len(sizes) >= 7
        assert all(one <= other for one, other in pairwise(sizes))
