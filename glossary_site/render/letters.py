"""Fragments of A to Z."""

from glossary_site.graph.order import OTHER_LETTER


def letter_id(letter: str) -> str:
    """Make the fragment of a letter: itself in lower case where that is plain, else its code.

    >>> letter_id("A"), letter_id("#"), letter_id("É"), letter_id("推")
    ('letter-a', 'letter-other', 'letter-u00c9', 'letter-u63a8')
    """
    if letter == OTHER_LETTER:
        return "letter-other"
    if letter.isascii() and letter.isalpha():
        return f"letter-{letter.lower()}"
    return "letter-" + "-".join(f"u{ord(char):04x}" for char in letter)
