"""GitHub's expressions, `${{ … }}`, as far as our workflows use them.

What is not known here is an error, so that a workflow cannot grow beyond what its test tries.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

Value = str | bool | None | Mapping[str, object]
_TOKEN: Final = re.compile(
    r"\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w-]*(?:\.[\w-]+)*)|(\|\||&&|==|!=|[!()]))"
)
_INSIDE: Final = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


class Expression:
    """One expression, evaluated from left to right as it is read.

    >>> Expression("a.b || 'c'", {"a": {}}, {}).value()
    'c'
    """

    def __init__(
        self, text: str, contexts: Mapping[str, object], functions: Mapping[str, Callable[[], bool]]
    ) -> None:
        self._tokens = [match.groups() for match in _TOKEN.finditer(text)]
        assert "".join(match[0] for match in _TOKEN.finditer(text)).strip() == text.strip(), text
        self._contexts, self._functions, self._at = contexts, functions, 0

    def value(self) -> object:
        """Give the value of the whole."""
        found = self._either()
        assert self._at == len(self._tokens), self._tokens[self._at :]
        return found

    def _takes(self, sign: str) -> bool:
        is_there = self._at < len(self._tokens) and self._tokens[self._at][2] == sign
        self._at += is_there
        return is_there

    def _either(self) -> object:
        found = self._both()
        while self._takes("||"):
            other = self._both()
            found = found or other
        return found

    def _both(self) -> object:
        found = self._equal()
        while self._takes("&&"):
            other = self._equal()
            found = found and other
        return found

    def _equal(self) -> object:
        found = self._single()
        if self._takes("=="):
            return _text(found).lower() == _text(self._single()).lower()
        if self._takes("!="):
            return _text(found).lower() != _text(self._single()).lower()
        return found

    def _single(self) -> object:
        if self._takes("!"):
            return not self._single()
        if self._takes("("):
            found = self._either()
            assert self._takes(")")
            return found
        text, name, _ = self._tokens[self._at]
        self._at += 1
        if text is not None:
            return text.replace("''", "'")
        if self._takes("("):
            assert self._takes(")")
            return self._functions[name]()
        return self._looked_up(name)

    def _looked_up(self, name: str) -> object:
        head, *rest = name.split(".")
        found: object = self._contexts[head]
        for part in rest:
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def filled(
    text: str, contexts: Mapping[str, object], functions: Mapping[str, Callable[[], bool]]
) -> str:
    """Put the values of all expressions into a text."""
    return _INSIDE.sub(lambda m: _text(Expression(m[1], contexts, functions).value()), text)


def is_true(
    condition: str, contexts: Mapping[str, object], functions: Mapping[str, Callable[[], bool]]
) -> bool:
    """Judge an `if`; one that asks for no status means that all has gone well."""
    inner = condition.strip().removeprefix("${{").removesuffix("}}")
    holds = bool(Expression(inner, contexts, functions).value())
    asks = re.search(r"\b(?:success|failure|cancelled|always)\(", inner)
    return holds and (asks is not None or functions["success"]())
