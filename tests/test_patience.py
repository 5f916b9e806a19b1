"""Each sleep is listed with what it is for; none is for luck.

What is waited for is asked for again and again until a deadline; a sleep between two questions is
no luck.  Where the time itself is what is tested, nothing else would do.
"""

import ast
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parent
ASKING: Final = "asks again and again, until a deadline"
SLOW: Final = "is the slow one: a server, a worker or an author that the test needs"
TIMED: Final = "the time itself is what is tested"
GIVEN: Final = "gives what must not happen the time to happen"
SLEEPS: Final[Mapping[str, tuple[int, str]]] = {
    "benchmarks/measure.py": (1, SLOW),
    "benchmarks/running.py": (1, ASKING),
    "browser/test_previews.py": (15, GIVEN),
    "embeds/test_embed_script.py": (3, GIVEN),
    "external/test_links.py": (1, SLOW),
    "faults/test_signals.py": (1, ASKING),
    "figures/test_browser.py": (1, GIVEN),
    "graph/test_browser.py": (2, GIVEN),
    "hostile/making.py": (2, SLOW),
    "hostile/nursery.py": (1, ASKING),
    "hostile/test_workers.py": (2, ASKING),
    "newsletter/taking.py": (1, SLOW),
    "refresh/server.py": (1, SLOW),
    "search/test_field.py": (1, TIMED),
    "serve/fake_site.py": (1, SLOW),
    "serve/running.py": (1, ASKING),
    "serve/test_running.py": (3, TIMED),
    "store/building.py": (1, TIMED),
    "store/publish_driver.py": (1, SLOW),
    "weight/test_load.py": (1, TIMED),
    "whole/test_cache.py": (1, SLOW),
    "whole/test_publishing.py": (1, ASKING),
    "workflows/fresh.py": (1, ASKING),
}
"""How many there are in a file, and why."""


def sleeps(source: str) -> int:
    """Count the calls that let time pass."""
    names = (ast.unparse(n.func) for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call))
    return sum(name.rpartition(".")[2] in {"sleep", "wait_for_timeout"} for name in names)


def test_every_sleep_has_its_reason() -> None:
    """A test that sleeps for luck fails on a busy machine, and wastes time on every other."""
    found = Counter(
        {
            path.relative_to(TESTS).as_posix(): sleeps(path.read_text(encoding="utf-8"))
            for path in TESTS.rglob("*.py")
        }
    )

    assert {name: count for name, count in found.items() if count} == {
        name: count for name, (count, _) in SLEEPS.items()
    }


def test_a_sleep_is_seen_however_it_is_called() -> None:
    """A check that cannot fail says nothing."""
    assert sleeps("import time\ntime.sleep(1)\npage.wait_for_timeout(3)\nsleep(2)") == 3
