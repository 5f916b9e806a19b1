"""The keys an author may write: in terms, datasets, newsletter issues and `site.yaml`.

Each model is the single source of the checks, of the JSON Schemas in `schema/` and of the
reference documentation.  Values arrive as text (or None, lists and mappings of text): what the
author typed is converted here and nowhere else.
"""
