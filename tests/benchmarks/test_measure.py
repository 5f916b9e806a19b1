"""The measuring tool measures: one small round, whose times nobody looks at."""

from pathlib import Path

import pytest

from tests.benchmarks.glossaries import write_glossary
from tests.benchmarks.measure import edit, main
from tests.benchmarks.rows import Row, slope
from tests.program import run
from tests.whole.sites import tree


@pytest.mark.parametrize("everything", [False, True])
def test_a_seed_makes_one_glossary_without_mistakes(tmp_path: Path, *, everything: bool) -> None:
    """What is measured today must be what was measured last year."""
    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        write_glossary(tmp_path / name, 60, seed, everything=everything)

    assert tree(tmp_path / "first") == tree(tmp_path / "again")
    assert tree(tmp_path / "first") != tree(tmp_path / "other")
    done = run("check", "--strict", "--source", tmp_path / "first")
    assert done.returncode == 0, done.stdout


def test_a_term_has_as_many_words_as_real_ones(tmp_path: Path) -> None:
    """About 170, with the definition."""
    write_glossary(tmp_path, 400)
    texts = [path.read_text() for path in (tmp_path / "terms").iterdir()]
    definitions = [text.partition('definition: "')[2].partition('"')[0] for text in texts]
    bodies = [text.split("---\n", 2)[2] for text in texts]

    assert 160 <= len(" ".join((*definitions, *bodies)).split()) / len(texts) <= 180


def test_an_edit_changes_one_definition_and_nothing_else(tmp_path: Path) -> None:
    """Twice the same term: the mark is replaced, not repeated."""
    write_glossary(tmp_path, 7)
    before = tree(tmp_path)
    first, second = edit(tmp_path, 1), edit(tmp_path, 2)
    after = tree(tmp_path)

    changed = f"terms/{first[0]}.md"
    assert first[0] == second[0]
    assert [path for path in after if after[path] != before[path]] == [changed]
    assert after[changed].replace(b"Edited 0002 ", b"") == before[changed]


def test_growth_is_the_slope_of_the_logarithms() -> None:
    """Twice the terms in four times the time is an exponent of two."""
    assert slope({1000: 1.0, 2000: 4.0, 4000: 16.0}) == pytest.approx(2.0)


def test_a_row_says_whether_a_target_was_held() -> None:
    """By the median, with the worst and the best beside it."""
    held = Row("warm 10000", "×", (0.25, 0.1, 0.15), (0.5, 0.2, 0.3), (2.0, 2.0, 2.0))
    missed = Row("real cold", "s", (3.5,))

    assert held.line() == (
        "| warm 10000 | ≤ 0.2 | 0.150 × | 0.100 to 0.250 | 0.300 | 2.000 | 3 | yes |"
    )
    assert missed.line() == "| real cold | ≤ 3 | 3.500 s | 3.500 to 3.500 |  |  | 1 | no |"


def test_one_small_round_fills_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every part, on twenty terms, without Hugo."""
    write_glossary(tmp_path / "real", 5, everything=True)
    main(
        [
            "--runs", "1", "--sizes", "20", "--growth", "10", "20", "--work", str(tmp_path / "w"),
            "--glossary", str(tmp_path / "real"),
        ]
    )  # fmt: skip

    first, _, *lines = capsys.readouterr().out.splitlines()
    assert "cores" in first
    rows = {line.split("|")[1].strip() for line in lines[2:]}
    assert rows == {
        "cold 20, without Hugo", "warm 20, without Hugo", "memory 20, without Hugo",
        "everything 20 cold", "everything 20 warm", "serve 20", "real cold", "real warm",
        "grown 10", "grown 20", "growth",
    }  # fmt: skip
