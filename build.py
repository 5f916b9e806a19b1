"""Build the glossary in this folder: `python build.py` is `glossary-site` without installing it."""

from glossary_site.__main__ import run

if __name__ == "__main__":
    raise SystemExit(run())
