"""`python -m tests.mutation [MODULE …] [--sample N]`: change the program, and see a test fail.

A change that no test notices says that a promise is not tested, or that the code does not matter.
The program that makes the changes is cosmic-ray, from the dependency group `mutation`.  It works in
a copy, since it writes into the sources.
"""

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.program import ROOT

PLAN: Final = {
    "content/decoding": ("tests/content/test_files.py",),
    "content/figure_grammar": ("tests/figures/test_sentences.py",),
    "content/table_csv": ("tests/content/test_tables.py",),
    "graph/linking": ("tests/unit/test_linking.py", "tests/properties/test_names.py"),
    "graph/neighbours": ("tests/unit/test_neighbours.py", "tests/unit/test_linking.py"),
    "graph/order": ("tests/unit/test_order.py", "tests/orientation/test_alphabet.py"),
    "store/lock": ("tests/store/test_output_lock.py",),
    "store/ownership": ("tests/store/test_output_refused.py", "tests/store/test_publish.py"),
}
"""Modules, and the quick tests that are there for them."""
_CONFIG: Final = """\
[cosmic-ray]
module-path = "glossary_site/{module}.py"
timeout = 60.0
excluded-modules = []
test-command = "{python} -m pytest -q -x -p no:cacheprovider {tests}"
[cosmic-ray.distributor]
name = "local"
"""


def main() -> None:
    """Mutate the modules one after the other, and print what survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", metavar="MODULE", choices=[[], *PLAN])
    parser.add_argument("--sample", type=int, default=40, help="how many changes of each module")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        ignored = shutil.ignore_patterns(".git", ".venv", "_site", ".cache")
        shutil.copytree(ROOT, copy, ignore=ignored)
        for module in asked.modules or PLAN:
            sys.stdout.write(f"{module}\n{_mutated(copy, module, asked.sample)}\n")
            sys.stdout.flush()


def _mutated(copy: Path, module: str, sample: int) -> str:
    """Try a sample of all changes of a module, the same whenever it is asked for."""
    config, session = copy / "mutation.toml", copy / "mutation.sqlite"
    text = _CONFIG.format(module=module, python=sys.executable, tests=" ".join(PLAN[module]))
    config.write_text(text, encoding="utf-8")
    program = Path(sys.executable).with_name("cosmic-ray")
    subprocess.run([program, "init", config, session, "--force"], cwd=copy, check=True)
    with closing(sqlite3.connect(session)) as jobs:
        ids = sorted(one for (one,) in jobs.execute("SELECT job_id FROM work_items"))
        random.Random(7).shuffle(ids)  # noqa: S311 (not a secret)
        for table in ("mutation_specs", "work_items"):
            left_out = [(one,) for one in ids[sample:]]
            jobs.executemany(f"DELETE FROM {table} WHERE job_id = ?", left_out)  # noqa: S608 (ours)
        jobs.commit()
    subprocess.run([program, "exec", config, session], cwd=copy, check=True)
    report: list[str | Path] = [
        program.with_name("cr-report"),
        session,
        "--surviving-only",
        "--show-diff",
    ]
    told = subprocess.run(report, cwd=copy, check=True, capture_output=True, text=True).stdout
    return f"{len(ids)} changes are possible\n{told}"


if __name__ == "__main__":
    main()
