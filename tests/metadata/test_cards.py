"""Social cards: what stands on them, what they cost a warm build, and what happens without them."""

import sys
from pathlib import Path
from typing import Final, cast

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.render.html import Templates
from glossary_site.render.lettering import cut, face, lines
from glossary_site.render.social_card import can_draw, draw, social_card
from glossary_site.render.title_lines import ELLIPSIS
from glossary_site.render.views import SiteView, SocialCardPage
from tests.conftest import REPO_URL, BuildSite, MakeSite, RealSite
from tests.metadata.pages import indexed, parsed, png_size, said
from tests.program import ROOT, run
from tests.whole.sites import EVERYTHING, tree

LEFT, RIGHT, TOP, RULE = 84, 1010, 60, 526
"""The part of a card that holds title and definition, in pixels."""
ASKED: Final = {
    **EVERYTHING,
    "site.yaml": EVERYTHING["site.yaml"] + "outputs: [default, cards]\nbase_url: https://x.org/\n",
}


def a_card(title: str, definition: str = "", topic: str = "") -> SocialCardPage:
    return social_card(title, definition, topic=topic, glossary="A Glossary", language="en")


def svg_of(card: SocialCardPage) -> bytes:
    nothing = cast("SiteView", None)  # our own template shows nothing of the site
    return Templates((ROOT / "templates",), ROOT).render("machine/card.svg", nothing, card)


def assert_fits(card: SocialCardPage) -> None:
    """Check that all lines lie within their part of the card, and none upon another."""
    bold, regular = face("serif-bold"), face("serif")
    room = RIGHT - LEFT
    assert all(bold.width(one.text) * card.title_size <= room for one in card.title)
    assert all(regular.width(one.text) * card.definition_size <= room for one in card.definition)
    assert card.title[0].y - card.title_size * 0.7 >= TOP
    heights = [one.y for one in (*card.title, *card.definition)]
    assert heights == sorted(set(heights))
    assert heights[-1] <= RULE - 20


def test_each_term_has_a_card_and_its_page_points_to_it(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """It is the first thing that whoever gets a link sees."""
    folder = make_site(ASKED)
    assert build_site(folder).is_ok
    site = folder / "_site"

    assert sorted(path.name for path in (site / "cards").iterdir()) == ["gpu.png", "hbm.png"]
    for slug, title in (("gpu", "GPU"), ("hbm", "HBM")):
        page = parsed(site / f"terms/{slug}/index.html")
        assert png_size((site / f"cards/{slug}.png").read_bytes()) == (1200, 630)
        assert said(page, "og:image") == [f"https://x.org/cards/{slug}.png"]
        assert said(page, "og:image:alt") == [f"{title} · Everything"]
    others = {
        address
        for path, page in indexed(site)
        for address in said(page, "og:image")
        if path not in {"terms/gpu/index.html", "terms/hbm/index.html"}
    }
    assert len(others) == 1


def test_cards_are_the_same_every_time_whoever_draws_them(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A picture that differs for nothing is fetched and cached anew for nothing."""
    folder = make_site(ASKED)
    drawn: list[dict[str, bytes]] = []
    for jobs in (1, 2, 2):
        output = folder / f"_site{len(drawn)}"
        assert build_site(folder, jobs=jobs, output=output).is_ok
        drawn.append(tree(output / "cards"))

    assert drawn[0] == drawn[1] == drawn[2]
    assert len(set(drawn[0].values())) == 2


NOTING: Final = """
import sys
from pathlib import Path
from glossary_site.cli import main
from glossary_site.outputs import cards

draw = cards.draw

def noted(svg):
    with Path(sys.argv[1]).open("a") as log:
        log.write("card\\n")
    return draw(svg)

cards.draw = noted
sys.exit(main(sys.argv[2:]))
"""
"""The program with every drawing noted in a file, since workers draw."""


def test_a_warm_build_draws_only_what_has_changed(make_site: MakeSite) -> None:
    """To draw ten thousand cards takes minutes, and most builds change one term."""
    folder = make_site(ASKED)
    log = folder.with_name("drawn")
    command = (sys.executable, "-c", NOTING, log)

    def drawn(*changes: tuple[str, str, str]) -> int:
        log.write_text("")
        for file, old, new in changes:
            text = (folder / file).read_text(encoding="utf-8")
            assert old in text
            (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        done = run("build", "--source", folder, "--jobs", "1", cwd=ROOT, command=command)
        assert done.returncode == 0, done.stderr
        return len(log.read_text().splitlines())

    assert drawn() == 2
    assert drawn() == 0
    assert drawn(("terms/gpu.md", "[the data]", "[all the data]")) == 1
    assert drawn(("terms/hbm.md", "near a GPU.", "near a GPU.\n\nMore.")) == 0
    assert drawn(("newsletter/first.md", "title: First", "title: The First")) == 0
    assert drawn(("site.yaml", "title: Chips", "title: Silicon")) == 2
    assert drawn(("site.yaml", "title: Everything", "title: All")) == 2
    assert drawn(("terms/hbm.md", "title: HBM", "title: 記憶\nslug: hbm\naliases: [HBM]")) == 0
    clean = folder.with_name("clean")
    done = run("build", "--source", folder, "--output", clean, "--clean", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (clean / "cards").iterdir()] == ["gpu.png"]
    assert tree(clean) == tree(folder / "_site")


def test_long_titles_shrink_in_steps_until_they_fit() -> None:
    """Every word of a title counts; only one no card can hold is cut."""
    titles = [
        "GPU",
        "Mixture of Experts",
        "Retrieval-Augmented Generation",
        "Reinforcement Learning from Human Feedback",
        "Reinforcement Learning from Human and Constitutional Feedback for Large Models",
    ]
    set_cards = [a_card(title, "Words that say what it is. " * 20, "Methods") for title in titles]
    for title, card in zip(titles, set_cards, strict=True):
        assert_fits(card)
        assert " ".join(one.text for one in card.title) == title
        assert len(card.definition) >= 2
        assert card.definition[-1].text.endswith(ELLIPSIS)
    sizes = [card.title_size for card in set_cards]

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) >= 4
    assert a_card("word " * 80).title[-1].text.endswith(ELLIPSIS)
    assert_fits(a_card("Donaudampfschifffahrt" * 10, "Wort " * 100))


LETTERS: Final = st.text(
    st.sampled_from(sorted(face("serif").widths.keys() & face("serif-bold").widths.keys())),
    min_size=1,
    max_size=120,
)


@given(LETTERS.filter(can_draw), st.text(max_size=400))
def test_no_card_is_ever_overfull(title: str, definition: str) -> None:
    """Nobody looks at ten thousand pictures before they are published."""
    assert_fits(a_card(title, definition, topic=title))


@given(LETTERS, st.integers(3, 40), st.integers(0, 5))
def test_lines_lose_nothing_but_blanks_and_cut_text_says_so(
    text: str, measure: int, most: int
) -> None:
    """A definition that silently stops says something else."""
    shape = face("serif")
    whole = lines(text, shape, measure)
    shown = cut(text, shape, measure, most)

    assert "".join("".join(whole).split()) == "".join(text.split())
    assert all(shape.width(line) <= measure for line in (*whole, *shown))
    assert shown == whole if len(whole) <= most else len(shown) == most
    if 0 < most < len(whole):
        assert shown[-1].endswith(ELLIPSIS)


@pytest.mark.parametrize("title", ["推論", "استدلال", "היסק", "GPU 推論", "🙂", "\u00ad"])
def test_a_title_that_the_fonts_lack_gets_no_card_of_boxes(title: str) -> None:
    """What cannot be shown right is not shown."""
    assert not can_draw(title)


@pytest.mark.parametrize("title", ["École", "Łódź", "Инференс", "Συμπέρασμα", "π ≈ 3", "e\u0301"])
def test_titles_in_the_scripts_of_europe_have_cards(title: str) -> None:
    """The fonts have Latin, Greek and Cyrillic."""
    assert can_draw(title)
    assert_fits(a_card(title))


def test_a_page_whose_title_cannot_be_drawn_shows_the_themes_picture(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """One term in another script must neither stop the build nor lack a picture."""
    other = {"terms/ai.md": "---\ntitle: 推論\nslug: inference\n---\n推論とは。\n"}
    folder = make_site({**ASKED, **other})
    assert build_site(folder).is_ok
    site = folder / "_site"
    (address,) = said(parsed(site / "terms/inference/index.html"), "og:image")

    assert not (site / "cards/inference.png").exists()
    assert address.startswith("https://x.org/assets/card.")
    assert (site / address.removeprefix("https://x.org/")).is_file()


def test_a_definition_that_the_fonts_lack_is_left_out_whole() -> None:
    """Half a sentence would say something else."""
    card = a_card("Inference", "What a model does: 推論.", "推論")

    assert card.definition == ()
    assert card.topic == ""
    assert_fits(card)


def test_the_thumb_index_goes_down_the_alphabet() -> None:
    """As in a dictionary: A at the top, Z at the bottom."""
    heights = [a_card(letter * 3).thumb_y for letter in "AMZ"]

    assert heights == sorted(set(heights))
    assert a_card("Ωmega").thumb_y == pytest.approx(sum(heights[::2]) / 2, abs=1)
    assert 66 <= heights[0] < heights[-1] <= 630 - 66
    assert a_card("3D").letter == "#"


@pytest.mark.parametrize(
    "title",
    [
        '</text><image href="/etc/passwd" width="9" height="9"/>',
        "<!-- ]]> <![CDATA[",
        "&lt;&#60;&amp;",
        "<?xml-stylesheet href='/x.css'?>",
        "{{ site.title }}{% include 'base.html' %}",
    ],
)
def test_no_text_becomes_part_of_the_drawing(title: str) -> None:
    """What draws would open the files that a drawing names."""
    svg = svg_of(a_card(title, title, title))
    document = lxml.etree.fromstring(svg)
    names = {lxml.etree.QName(one).localname for one in document.iter("*")}
    texts = ["".join(one.itertext()) for one in document.iter("{*}text")]

    assert names == {"svg", "rect", "path", "g", "text"}
    assert not [one for one in document.iter("*") for name in one.attrib if "href" in name]
    assert "".join(title.split()) in "".join("".join(texts).split())
    assert png_size(draw(svg.decode())) == (1200, 630)


def test_only_fonts_of_the_packages_are_used() -> None:
    """With the host's fonts, two machines would draw two pictures."""
    card = svg_of(a_card("GPU", "A chip."))
    other = card.replace(b"Source Serif Pro", b"DejaVu Serif").replace(b"Source Sans Pro", b"Arial")

    assert other != card
    assert draw(other.decode()) == draw(other.replace(b"DejaVu Serif", b"No Such Font").decode())
    assert draw(other.decode()) != draw(card.decode())


WITHOUT: Final = (
    "import sys; sys.modules[{module!r}] = None; "
    "from glossary_site.cli import main; sys.exit(main(sys.argv[1:]))"
)


@pytest.mark.parametrize("module", ["resvg_py", "fontTools", "font_source_serif_pro"])
def test_without_the_extra_a_warning_says_so_and_pages_show_the_themes_picture(
    make_site: MakeSite, module: str
) -> None:
    """A build must not fail for a picture, nor keep silent that there is none."""
    folder = make_site(ASKED)
    command = (sys.executable, "-c", WITHOUT.format(module=module))
    done = run("build", "--source", folder, "--jobs", "1", cwd=ROOT, command=command)
    strict = run("check", "--source", folder, "--strict", cwd=ROOT, command=command)
    (address,) = said(parsed(folder / "_site/terms/gpu/index.html"), "og:image")

    assert done.returncode == 0, done.stderr
    line = len(ASKED["site.yaml"].splitlines()) - 1
    expected = f"site.yaml:{line}:20: warning[cards-unavailable]: social cards cannot be drawn"
    assert expected in done.stdout + done.stderr
    assert f"{module} is not installed" in done.stdout + done.stderr
    assert "glossary-site[cards]" in done.stdout + done.stderr
    assert not (folder / "_site/cards").exists()
    assert (folder / "_site" / address.removeprefix("https://x.org/")).is_file()
    assert strict.returncode == 1


def test_no_card_is_drawn_unless_it_is_asked_for(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A glossary of ten thousand terms must not take minutes because a library is installed."""
    folder = make_site(EVERYTHING)
    report = build_site(folder, base_url=REPO_URL)

    assert report.is_ok
    assert not (folder / "_site/cards").exists()
    assert "cards-unavailable" not in {found.code for found in report.findings}


def test_a_drawing_that_is_none_is_a_mistake_of_its_template(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A glossary may bring its own, and is told where it is wrong."""
    folder = make_site({**ASKED, "templates/machine/card.svg": "<svg>{{ page.letter }}"})
    report = build_site(folder)

    codes = {(found.code, found.span.path) for found in report.findings}
    assert codes == {("template-error", "templates/machine/card.svg")}
    assert not (folder / "_site").exists()


def test_a_glossary_may_draw_cards_of_its_own(make_site: MakeSite, build_site: BuildSite) -> None:
    """The template is part of the theme like any other."""
    own = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">'
        "<title>{{ site.title }} {{ page.title[0].text }}</title></svg>"
    )
    folder = make_site({**ASKED, "templates/machine/card.svg": own})
    assert build_site(folder).is_ok

    assert png_size((folder / "_site/cards/gpu.png").read_bytes()) == (20, 10)


def test_the_faces_are_those_that_the_template_names() -> None:
    """Widths are measured in one font and drawn in another only by mistake."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (as in the program)

    svg = svg_of(a_card("GPU", "A chip.", "Chips")).decode()
    for name, family, weight in (
        ("serif", "Source Serif Pro", 400),
        ("serif-bold", "Source Serif Pro", 600),
        ("sans-bold", "Source Sans Pro", 600),
    ):
        with TTFont(face(name).file) as font:
            names = font["name"]
            own = names.getDebugName(16) or names.getDebugName(1)
            assert own == family
            assert font["OS/2"].usWeightClass == weight
        assert f'font-family="{family}"' in svg


def test_every_term_of_the_real_glossary_has_a_card_that_is_not_overfull(
    real_site: RealSite,
) -> None:
    """What we offer, we use."""
    pages = [path for path, page in indexed(real_site.root) if page.xpath("//article[@id='term']")]
    drawn = {path.stem for path in (real_site.root / "cards").iterdir()}

    assert drawn == {Path(path).parent.name for path in pages}
    for path in pages:
        page = parsed(real_site.root / path)
        (title,), (words,) = said(page, "og:title"), said(page, "description")
        assert_fits(a_card(title, words, "Hardware & Infrastructure"))
