"""Inputs made to break, mislead or slow the program; the files are in tests/attacks."""
