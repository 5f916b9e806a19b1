"""`python -m tests.fuzzing [NAME …] [--seconds N]`: look for inputs that break a promise.

The fuzzer is atheris, which follows where an input leads in the code.  It is in the dependency
group `fuzz`, since there are builds of it for few systems.  What it finds is kept in `findings/`,
where tests try it from then on.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzzing.targets import FINDINGS, TARGETS, Target, inputs


def main() -> int:
    """Fuzz the targets one after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    chosen = [one for one in TARGETS if not asked.names or one.name in asked.names]
    if asked.corpus is not None:
        _fuzz(chosen[0], asked.corpus, asked.seconds)
    failed = [one.name for one in chosen if not _in_own_process(one, asked.seconds)]
    for name in failed:
        sys.stdout.write(f"{name}: a promise is broken; see {FINDINGS / name}\n")
    return 1 if failed else 0


def _in_own_process(target: Target, seconds: int) -> bool:
    """Fuzz one target; an input that breaks a promise is moved to where tests try it."""
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        for file, data in inputs(target):
            (corpus / f"{hashlib.sha256(data).hexdigest()[:8]}-{file[:40]}").write_bytes(data)
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "tests.fuzzing",
            target.name,
            "--corpus",
            corpus,
        ]
        done = subprocess.run(
            [*command, "--seconds", str(seconds)], check=False, capture_output=True, text=True
        )
        lines = done.stderr.splitlines()
        told = [line for line in lines if line.startswith(("#", "Done"))]
        sys.stdout.write(f"{target.name}: {told[-1] if told else done.stderr[-2000:]}\n")
        sys.stdout.flush()
        broken = sorted(path for path in Path(name).glob("*-*") if path.is_file())
        for path in broken:
            kept = FINDINGS / target.name / path.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(path.read_bytes())
            sys.stdout.write("\n".join(lines[-40:]) + "\n")
        return done.returncode == 0 and not broken


def _fuzz(target: Target, corpus: Path, seconds: int) -> None:
    """Fuzz in this process, which ends with it."""
    try:
        import atheris  # noqa: PLC0415 (not everywhere)
    except ImportError:
        sys.stderr.write("atheris is not installed: there is no build of it for this system\n")
        raise SystemExit(0) from None
    atheris.instrument_all()
    limits = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=1024"]
    atheris.Setup(
        [sys.argv[0], *limits, f"-artifact_prefix={corpus.parent}/", str(corpus)], target.run
    )
    atheris.Fuzz()


if __name__ == "__main__":
    raise SystemExit(main())
