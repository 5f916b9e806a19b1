"""Text that no mail service reads as one of its tags.

What is pasted into a mail service is a template there: `{{ … }}`, `{% … %}`, `{$…}` and `*|…|*` are
replaced when the mail is sent.  An author's text may hold such signs, and must arrive as it is.
"""

import re
from typing import Final

from markupsafe import Markup, escape

_TEXT_TAG: Final = re.compile(r"(?<=\{)(?=[{%$#])|(?<=\*)(?=\|)")


def inert(text: str) -> Markup:
    """Escape text for HTML, and every sign that begins a tag of a mail service with it.

    >>> inert("<b> {{ unsubscribe_url }} *|UNSUB|*")
    Markup('&lt;b&gt; &#123;&#123; unsubscribe_url }} &#42;&#124;UNSUB&#124;&#42;')
    """
    escaped = str(escape(text))
    for sign in "{*|":
        escaped = escaped.replace(sign, f"&#{ord(sign)};")
    return Markup(escaped)  # noqa: S704 (escaped above)


def inert_text(text: str) -> str:
    """Set a blank into every tag of a mail service: plain text has no other way to quote one.

    >>> inert_text("{{ unsubscribe_url }} *|UNSUB|*")
    '{ { unsubscribe_url }} * |UNSUB|*'
    """
    return _TEXT_TAG.sub(" ", text)
