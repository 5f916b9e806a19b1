"""The glossary for language models: Markdown mirrors, `llms.txt`, `llms-full.txt`."""
