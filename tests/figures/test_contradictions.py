"""Numbers in prose that contradict the dataset beside them: found, and otherwise silence."""

import pytest

from tests.figures.rendering import render

NAMED = ("price", "tokens-a-month", "ai-shares", "money")


@pytest.mark.parametrize(
    ("sentence", "number", "hint"),
    [
        ("In November 2022 it cost 25 USD per million tokens.", "25",
         "{{ price.latest of price where date = 2022-11-30 }}"),
        ("By October 2024 a model took $0.09 per million tokens.", "$0.09",
         "{{ price.latest of price where date = 2024-10-03 }}"),
        ("Google read 490 trillion tokens a month in May 2025.", "490",
         "{{ tokens-a-month.latest of tokens where month = 2025-05 }}"),
        ("It was 3,300 trillion tokens per month in 2026.", "3,300",
         "{{ tokens-a-month.latest of tokens where month = 2026-05 }}"),
    ],
)  # fmt: skip
def test_a_number_that_is_not_the_tables_is_named_with_what_to_write(
    sentence: str, number: str, hint: str
) -> None:
    """A table was corrected, and the sentence beside it was not."""
    _, found = render(f"First.\n\n{sentence}", data=NAMED)

    assert [one.code for one in found] == ["contradicting-figure"]
    assert f'"{number}" is not what data/' in found[0].message
    assert found[0].hint == f"write {hint}"
    assert (found[0].span.line, found[0].span.column) == (7, sentence.index(number) + 1)
    asked = hint.removeprefix("{{").removesuffix("}}")
    assert render(f"{{{{{asked}}}}}")[1] == (), "the hint can be followed"


@pytest.mark.parametrize(
    "sentence",
    [
        "In November 2022 it cost 20 USD per million tokens.",
        "In 2024 it cost 0.1 USD per million tokens.",
        "In November 2022 it cost about 25 USD per million tokens.",
        "In November 2022 it cost 12 to 25 USD per million tokens.",
        "It cost 25 USD per million tokens.",
        "In November 2021 it cost 25 USD per million tokens.",
        "In November 2022 another cost 60 USD per million tokens.",
        "In November 2022 it cost 25 USD per thousand images.",
        "In November 2022 it cost 25 euros per million tokens.",
        "In November 2022 it cost 5 USD per million tokens more than later.",
        "In May 2025 it was 480 trillion tokens a month, in May 2026 3,200 trillion tokens a month.",
        "In 2025, 80% of all firms used AI.",
        "In 2025 companies spent 300 billion USD.",
        "`In May 2025 490 trillion tokens a month`",
        "In November 2022 it cost {{ price.first as unit }}.",
    ],
)
def test_what_may_be_right_is_left_alone(sentence: str) -> None:
    """One false alarm costs more than one mistake that is not found."""
    assert render(sentence, data=NAMED)[1] == ()


def test_only_datasets_that_a_page_names_are_compared() -> None:
    """Another's numbers have nothing to do with these."""
    sentence = "In November 2022 it cost 25 USD per million tokens."

    assert render(sentence)[1] == ()
    assert render(f"{sentence[:-1]}, and {{{{ price.latest }}}} [now](/data/price/).")[1] != ()
