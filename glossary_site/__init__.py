"""glossary-site turns a folder of terms into a published glossary."""

__version__ = "0.1.0"
