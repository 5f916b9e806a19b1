"""Addresses at the host of the glossary's repository: where to edit a file and report a mistake."""

from typing import Final, Literal
from urllib.parse import quote, urlsplit

Forge = Literal["github", "gitlab", "gitea"]

_CODEBERG: Final = "codeberg.org"


def forge_of(repository: str) -> Forge | None:
    """Say whose addresses a host has, by its name; None where the name does not tell.

    >>> forge_of("https://github.com/a/b"), forge_of("https://gitlab.gnome.org/a/b")
    ('github', 'gitlab')
    >>> forge_of("https://codeberg.org/a/b"), forge_of("https://git.example.org/a/b")
    ('gitea', None)
    """
    host = urlsplit(repository).hostname or ""
    if "gitlab" in host:
        return "gitlab"
    if host == _CODEBERG or "gitea" in host or "forgejo" in host:
        return "gitea"
    return "github" if "github" in host else None


def edit_href(repository: str, branch: str, path: str) -> str:
    """Give the address where a file can be edited; an unknown host gets GitHub's, most have it.

    >>> edit_href("https://codeberg.org/a/b/", "main", "terms/café.md")
    'https://codeberg.org/a/b/_edit/main/terms/caf%C3%A9.md'
    """
    parts: dict[Forge | None, str] = {"gitlab": "/-/edit/", "gitea": "/_edit/"}
    edit = parts.get(forge_of(repository), "/edit/")
    return f"{repository.rstrip('/')}{edit}{quote(branch)}/{quote(path)}"


def file_href(repository: str, branch: str, path: str) -> str:
    """Give the address where a file or folder can be read.

    >>> file_href("https://github.com/a/b", "main", "docs/café.md")
    'https://github.com/a/b/blob/main/docs/caf%C3%A9.md'
    """
    parts: dict[Forge | None, str] = {"gitlab": "/-/blob/", "gitea": "/src/branch/"}
    read = parts.get(forge_of(repository), "/blob/")
    return f"{repository.rstrip('/')}{read}{quote(branch)}/{quote(path)}"


def report_href(repository: str, title: str, body: str) -> str | None:
    """Give the address of a new issue with its words filled in; None at an unknown host.

    >>> report_href("https://gitlab.com/a/b", "Mistake: C++", "/terms/c/")
    'https://gitlab.com/a/b/-/issues/new?issue%5Btitle%5D=Mistake%3A%20C%2B%2B&issue%5Bdescription%5D=%2Fterms%2Fc%2F'
    """
    forge = forge_of(repository)
    if forge is None:
        return None
    form, first, second = "/issues/new", "title", "body"
    if forge == "gitlab":
        form, first, second = "/-/issues/new", "issue%5Btitle%5D", "issue%5Bdescription%5D"
    filled = f"{first}={quote(title, safe='')}&{second}={quote(body, safe='')}"
    return f"{repository.rstrip('/')}{form}?{filled}"
