"""Figures in sentences: what each says, where it may stand, and what is said where there is none."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.fields.dataset import DatasetFields
from glossary_site.model import Dataset
from tests.figures.rendering import DATA, PRICE, context, render
from tests.unit.making import dataset

FIGURE = re.compile(r'<a class="bound-figure"[^>]*>(.*?)</a>')


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("price.latest", "$0.07"),
        ("price.first", "$20"),
        ("price.max", "$20"),
        ("price.min.model", "Flash"),
        ("price.max.date", "30 November 2022"),
        ("price.max.date as month", "November 2022"),
        ("price.date as year", "2024"),
        ("price.change", "down 99.65%"),
        ("price.change as 0 places", "down 100%"),
        ("price.factor", "286"),
        ("price.factor as 1 place", "285.7"),
        ("price.count", "3"),
        ("price.count of score as words", "two"),
        ("price.latest of score", "75"),
        ("price.latest as unit", "$0.07 per million tokens"),
        ("price.latest as number", "0.07"),
        ("price.latest as 1 place", "$0.1"),
        ("price.latest where date = 2023", "$2"),
        ("price.latest where model = GPT-3.5", "$20"),
        ('price.latest of "price" where model="GPT-3.5" as number', "20"),
        ("tokens-a-month.latest", "3,200 trillion"),
        ("tokens-a-month.latest as short", "3.2 quadrillion"),
        ("tokens-a-month.latest as unit", "3,200 trillion tokens per month"),
        ("tokens-a-month.date", "May 2026"),
        ("ai-shares.latest where measure = AI", "88%"),
        ("ai-shares.latest where measure = AI as percent", "88 percent"),
        ("ai-shares.change where measure = AI", "up 10 percentage points"),
        ('ai-shares.max where measure = "Web of things" as 2 digits', "33%"),
        ("ai-shares.latest where measure = Web of things and year = 2025", "33.33%"),
        ("money.latest", "$290.1 billion"),
        ("money.latest as unit", "$290.1 billion in 2021 dollars"),
        ("money.latest of investment where region = China as short", "$17.4 billion"),
        ("money.min of investment", "$17.4 billion"),
        ("money.min", "$130.9 billion"),
    ],
)
def test_a_figure_says_what_its_table_says(asked: str, shown: str) -> None:
    """Rows are found by their time, not by their order, and a headline's rows count by default."""
    fragment, found = render(f"It was {{{{ {asked} }}}}.")

    assert (FIGURE.findall(fragment.html), found) == ([shown], ())
    assert fragment.figures == (shown,)
    assert fragment.lead == f"It was {shown}."


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("price.lastest", '"price.lastest" asks for "lastest", which is no figure', "latest"),
        ("price", '"price" names no figure of the dataset', "price.latest"),
        ("price.latest of prize", 'price: the dataset has no column "prize"', "price"),
        ("price.latest where modle = X", 'price: there is no column "modle"', "model"),
        ("price.latest where model = Flsh", 'price: no row has "Flsh" in the column "model"',
         "Flash"),
        ("price.latest where date = soon", 'price: "soon" is not a date (column "date")', ""),
        ("price.latest as shrot", '"price.latest as shrot" asks for the format "shrot"', "short"),
        ("price.latest as day", 'price: the figure (price) cannot be written "day"', "numbers"),
        ("price.latest at once", '"price.latest at once" goes on with "at"', ""),
        ("price.latest where model", 'has a condition without column or value: "model"',
         "where COLUMN = VALUE"),
        ('price.latest where model = "Fl', "has a quotation mark that is never closed", ""),
        ("price.change.date", '"price.change.date" asks for a part of change', "latest, first"),
        ("price.max of model", 'price: max needs numbers, and the column "model" holds strings', ""),
        ("money.max of deals", 'money: the column "deals" is empty', ""),
        ("price.latest as 99 places", '"price.latest as 99 places" asks for 99 places', "12"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_an_error_at_its_place(asked: str, message: str, hint: str) -> None:
    """A reader would see a hole, or another number; the author sees the nearest thing there is."""
    fragment, found = render(f"One.\n\nIt was {{{{ {asked} }}}} then.")

    assert [one.code for one in found] == ["broken-figure"]
    assert message in found[0].message
    assert hint in (found[0].hint or "")
    assert (found[0].span.line, found[0].span.column) == (7, 8)
    assert html.escape(f"{{{{ {asked} }}}}", quote=False) in fragment.html


def test_a_dataset_that_does_not_exist_is_named_with_the_nearest() -> None:
    """Misspelt ids are the likeliest mistake."""
    _, found = render(
        "A {{ tokens-a-mouth.latest }} and {{ prise.first }} and {{ nothing.latest }}."
    )

    assert [(one.code, one.message) for one in found] == [
        ("unknown-dataset", 'there is no dataset "tokens-a-mouth"'),
        ("unknown-dataset", 'there is no dataset "prise"'),
        ("unknown-dataset", 'there is no dataset "nothing"'),
    ]
    assert found[0].hint == 'did you mean "tokens-a-month"?'


def test_braces_that_are_never_closed_are_found() -> None:
    """Otherwise readers see half of a formula."""
    _, found = render("It was {{ price.latest of price\n\nand more }}.")

    assert [(one.code, one.span.line, one.span.column) for one in found] == [
        ("broken-figure", 5, 8)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ x }}", "{{ 7 * 7 }}", "{{ page.date }}", "{{ loop.first }}", "{{% note %}}", "{{}}",
        "{{ lipsum.globals[0] }}", "{{#each items}}", "{{ user.name | upper }}", "a {{ b",
        "`{{ price.latest }}`", "`{{ price.lastest }}`", r"\{{ price.latest }}",
        "```\n{{ price.latest }}\n```", "x\n\n    {{ price.lastest }}",
    ],
)  # fmt: skip
def test_other_braces_are_text(text: str) -> None:
    """Prose may speak of template languages, and code is never touched."""
    fragment, found = render(text)

    assert (found, FIGURE.findall(fragment.html), fragment.figures) == ((), [], ())
    assert html.unescape(re.sub("<[^>]+>", "", fragment.html)).split() == (
        text.replace("\\", "").replace("`", "").split()
    )


def test_figures_stand_wherever_words_do() -> None:
    """In headings, tables, emphasis, quotations, lists, footnotes, over the end of a line."""
    body = (
        "## At {{ price.latest }}\n\n| a | b |\n|---|---|\n| x | *{{ price.latest }}* |\n\n"
        "> quoted {{ price.latest\n> of price }}\n\n- **{{ price.latest }}**\n\nNote[^1].\n\n"
        "[^1]: It is {{ price.latest }}.\n"
    )
    fragment, found = render(body)

    assert found == ()
    assert FIGURE.findall(fragment.html) == ["$0.07"] * 5
    assert [heading.text for heading in fragment.headings] == ["At $0.07"]


def test_in_the_words_of_a_link_a_figure_is_text() -> None:
    """A link within a link is no HTML."""
    fragment, found = render(
        "[now {{ price.latest }}](https://e.org) and [[Prompt|at {{ price.latest }}]]"
    )

    assert found == ()
    assert '<a href="https://e.org">now $0.07</a>' in fragment.html
    assert ">at $0.07</a>" in fragment.html
    assert FIGURE.findall(fragment.html) == []


def test_a_figure_leads_to_its_dataset_and_says_its_source() -> None:
    """The claim and where it comes from are one step apart."""
    fragment, _ = render("It is {{ price.latest }}.")

    assert (
        '<a class="bound-figure" data-source="Epoch AI, 12 March 2025" href="/r/data/price/">$0.07</a>'
    ) in fragment.html


def test_without_pages_of_datasets_a_figure_leads_to_its_source() -> None:
    """Or nowhere: never to a page that is not written."""
    fields = PRICE.fields.model_copy(
        update={"sources": DatasetFields.model_validate({
            "title": "T", "columns": [{"name": "a", "type": "string"}],
            "sources": [{"title": "S", "url": "https://e.org/?a=1&lt=2"}],
        }).sources}
    )  # fmt: skip
    known = {"price": Dataset("price", "p", "t", fields, PRICE.rows)}
    linked_out, _ = render("{{ price.latest }}", made=context(known, has_data_pages=False))
    plain, _ = render("{{ price.latest }}", made=context(has_data_pages=False))

    assert 'href="https://e.org/?a=1&amp;lt=2">$0.07</a>' in linked_out.html
    assert "href" not in plain.html


def test_cells_are_text_whatever_they_hold() -> None:
    """A table comes from elsewhere: HTML, Markdown, links and entities in it are shown as typed."""
    cells = [
        '<script>alert(1)</script>"',
        "*a* [[Prompt]] &lt;b&gt;",
        "{{ price.latest }}",
        "Prompt",
    ]
    columns = [{"name": "day", "type": "date"}, {"name": "what", "type": "string"}]
    for cell in cells:
        named = {"title": cell}
        hostile = dataset([("2024-01-01", cell)], columns, sources=[named])
        fragment, found = render(
            "A {{ bad-data.latest of what }}.", made=context({"bad-data": hostile})
        )

        assert found == ()
        assert [html.unescape(text) for text in FIGURE.findall(fragment.html)] == [cell]
        assert fragment.lead == f"A {cell}."
        assert fragment.html.count("<") == 4
        assert f'data-source="{html.escape(cell)}"' in fragment.html.replace("&#x27;", "'")


def test_a_dataset_with_a_mistake_of_its_own_is_no_second_one() -> None:
    """The author reads of it once, where it is."""
    made = context({}, refused_data=frozenset({"price"}))

    assert render("{{ price.latest }} {{ price.nothing }}", made=made)[1] == ()


def test_a_figure_that_fits_several_rows_is_warned_of() -> None:
    """The last row of the file may be any."""
    _, found = render("{{ ai-shares.latest }} {{ ai-shares.change where year = 2025 }}")
    _, unlike = render("{{ ai-shares.factor }}")

    assert [one.code for one in found] == ["ambiguous-figure"] * 2
    assert found[0].message == "ai-shares: 2 rows of 2025 hold different figures"
    assert [one.code for one in unlike] == ["ambiguous-figure"]


WORDS = st.sampled_from(
    ["price", ".", "latest", " of ", " where ", " as ", " and ", "=", '"', "model", "date", "short", "3",
     "places", "\n", "<b>", "&", "*", "[", "]", "|", "\\", "`", "x", "{", "max", "-", "é", "\t"]
)  # fmt: skip


@given(st.one_of(st.lists(WORDS, max_size=12).map("".join), st.text(max_size=30)))
def test_any_text_between_braces_ends_in_a_figure_a_finding_or_text(inside: str) -> None:
    """Never in a traceback, and never in markup that was not there."""
    fragment, found = render(f"A {{{{ price{inside} }}}} b {{{{ {inside} }}}}.")

    assert {one.code for one in found} <= {
        "broken-figure", "unknown-dataset", "ambiguous-figure", "raw-html", "broken-link",
    }  # fmt: skip
    assert "<b>" not in fragment.html
    assert set(DATA) >= set(re.findall("/r/data/([^/]*)/", fragment.html))
