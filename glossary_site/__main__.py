"""`python -m glossary_site`: the same program as `glossary-site` and `build.py`."""

from glossary_site.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
