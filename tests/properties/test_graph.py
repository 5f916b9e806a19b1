"""Links, backlinks and related terms agree with each other and with what authors wrote."""

from hypothesis import given
from hypothesis import strategies as st

from tests.properties.small import small
from tests.properties.thorough import seldom

COUNT = 6
UNLINKED = "title: Small\nautolink: {per: 'off'}\n"
WAYS = ("[[Term {0}]]", "[[term-{0}|words]]", "[words](/terms/term-{0}/)", "[[ALIAS {0}]]")
EDGES = st.lists(
    st.tuples(
        st.integers(0, COUNT - 1), st.integers(0, COUNT - 1), st.sampled_from((*WAYS, "related"))
    ),
    max_size=14,
    unique_by=lambda edge: edge[:2],
)
Edge = tuple[int, int, str]


def files_of(edges: list[Edge]) -> dict[str, str]:
    """Write terms that link each other as the edges say."""
    files = {}
    for i in range(COUNT):
        related = [f"Alias {to}" for at, to, way in edges if at == i and way == "related"]
        body = [way.format(to) for at, to, way in edges if at == i and way != "related"]
        files[f"terms/{i}.md"] = (
            f"---\ntitle: Term {i}\ndefinition: d\naliases: [Alias {i}]\nrelated: {related}\n---\n\n"
            + "\n\n".join(["Text.", *body, "End."])
        )
    return files


@seldom
@given(edges=EDGES)
def test_backlinks_are_the_links_turned_round(edges: list[Edge]) -> None:
    """*Mentioned in* is derived, never written, and must neither lose nor invent a mention."""
    edges = [edge for edge in edges if edge[0] != edge[1]]

    done = small(files_of(edges), UNLINKED)

    assert done.findings == ()
    backlinks = done.glossary.backlinks
    for i in range(COUNT):
        wanted = [f"term-{at}" for at in range(COUNT) if any(e[:2] == (at, i) for e in edges)]
        assert list(backlinks[done.glossary.graph.order[i]]) == wanted


@seldom
@given(edges=EDGES)
def test_related_terms_are_the_authors_first_and_never_the_term_itself(edges: list[Edge]) -> None:
    """What an author chose may be filled up, not reordered."""
    edges = [edge for edge in edges if edge[0] != edge[1] or edge[2] != "related"]

    done = small(files_of(edges), UNLINKED)

    for i in range(COUNT):
        slug = done.glossary.graph.order[i]
        own = [f"term-{to}" for at, to, way in edges if at == i and way == "related"]
        shown = list(done.glossary.related[slug])
        assert shown[: len(own)] == own[: len(shown)]
        assert slug not in shown
        assert len(set(shown)) == len(shown)


@seldom
@given(edges=EDGES, order=st.permutations(range(COUNT)))
def test_the_names_of_files_change_nothing(edges: list[Edge], order: list[int]) -> None:
    """A file that is renamed is the same term, with the same links."""
    files = files_of([edge for edge in edges if edge[0] != edge[1]])
    renamed = {f"terms/{order[i]}-renamed.md": text for i, text in enumerate(files.values())}

    first, second = small(files, UNLINKED), small(renamed, UNLINKED)

    assert first.glossary.backlinks == second.glossary.backlinks
    assert first.glossary.related == second.glossary.related
    assert first.glossary.fragments == second.glossary.fragments
