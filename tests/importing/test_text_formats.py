"""Hugo, Kubernetes, MDN, Obsidian, Docusaurus and Glosario: what is carried, and what is said."""

from pathlib import Path

from tests.importing.bringing import glossary, lay, said, take, terms


def test_hugo_pages_keep_their_addresses(tmp_path: Path) -> None:
    """Readers have the old addresses in their bookmarks."""
    page = (
        "---\ntitle: API Gateway\nstatus: Completed\ncategory: technology\n"
        'tags: ["networking", "", ""]\naliases: [/old-gateway/]\n---\n\n'
        'An [API](/de/interface/) gateway, {{< note >}}see [it](/interface/#x "t"){{< /note >}}.\n'
    )
    source = lay(
        tmp_path / "from",
        {
            "api_gateway.md": page,
            "interface.md": "---\ntitle: API\ndraft: false\n---\nText.\n",
            "_index.md": "---\ntitle: Home\n---\nWelcome.\n",
        },
    )
    root = glossary(tmp_path / "to")

    brought = take(root, "hugo", source, "de")

    gateway = terms(root)["api-gateway"]
    assert gateway.body.strip() == "An [[API]] gateway, see [[API|it]]."
    assert (gateway.topics, gateway.former_slugs) == (
        ("technology", "networking"), ("old-gateway",),
    )  # fmt: skip
    assert [found.message for found in brought.findings] == [
        "the page _index.md, which is no term",
        'the key "status"',
        "the shortcode note",
    ]


def test_hugo_reads_toml_and_folders_of_languages(tmp_path: Path) -> None:
    """Both are common, and a folder for each language would collide."""
    source = lay(
        tmp_path / "from",
        {
            "en/a.md": '+++\ntitle = "Alpha"\ndraft = true\n+++\nText.\n',
            "fr/a.md": "---\ntitle: Alfa\n---\nTexte.\n",
        },
    )
    root = glossary(tmp_path / "to", language="fr")

    brought = take(root, "hugo", source, "fr")

    assert brought.written == ("terms/a.md",)
    assert (terms(root)["a"].title, brought.findings) == ("Alfa", ())
    assert take(glossary(tmp_path / "en"), "hugo", source).findings == ()
    assert terms(tmp_path / "en")["a"].draft


def test_a_link_to_a_draft_is_not_carried(tmp_path: Path) -> None:
    """Its page will not be there, so the link would be an error."""
    files = {
        "a.md": "---\ntitle: Alpha\n---\nSee [b](/b/).\n",
        "b.md": "---\ntitle: Beta\ndraft: true\n---\nText.\n",
    }
    root = glossary(tmp_path / "to")

    brought = take(root, "hugo", lay(tmp_path / "from", files))

    assert said(brought) == [("a.md", 4, "not-carried")]
    assert terms(root)["a"].body.strip() == "See b."


def test_kubernetes_tooltips_become_links(tmp_path: Path) -> None:
    """They are how its terms point to each other."""
    page = (
        "---\ntitle: Cluster Operator\nid: cluster-operator\ndate: 2018-04-12\n"
        "full_link: /docs/concepts/pods/\nshort_description: >\n  A person who runs *clusters*.\n"
        "aka:\n- Operator\ntags:\n- user-type\n---\n A person who runs clusters.\n\n<!--more-->\n\n"
        'Runs {{< glossary_tooltip text="pods" term_id="pod" >}} and\n'
        '{{< glossary_tooltip term_id="node" text="nodes" >}}, see [docs](/docs/tasks/).\n'
    )
    source = lay(
        tmp_path / "from",
        {"cluster-operator.md": page, "pod.md": "---\ntitle: Pod\nid: pod\n---\nText.\n"},
    )
    root = glossary(tmp_path / "to")

    brought = take(root, "kubernetes", source)

    term = terms(root)["cluster-operator"]
    assert term.definition == "A person who runs clusters."
    assert term.body.strip() == (
        "Runs [[Pod|pods]] and\nnodes, see [docs](https://kubernetes.io/docs/tasks/)."
    )
    assert (term.aliases, term.topics) == (("Operator",), ("user-type",))
    assert term.sources[0].url == "https://kubernetes.io/docs/concepts/pods/"
    assert said(brought) == [("cluster-operator.md", 18, "dangling-reference")]


def test_mdn_macros_become_links_or_words(tmp_path: Path) -> None:
    """`{{Glossary}}` leads to terms; of the other macros the words stay."""
    page = (
        "---\ntitle: Block (CSS)\nslug: Glossary/Block/CSS\npage-type: glossary-definition\n---\n\n"
        '{{GlossarySidebar}}\n\nA **block** is {{glossary("DOM_tree", "part")}} of the '
        '[tree](/en-US/docs/Glossary/DOM_tree#x), as {{htmlelement("p")}} and '
        "[CSS](/en-US/docs/Web/CSS).\n"
    )
    tree = "---\ntitle: DOM tree\nslug: Glossary/DOM_tree\n---\nText.\n"
    source = lay(tmp_path / "from", {"block/css/index.md": page, "dom_tree/index.md": tree})
    root = glossary(tmp_path / "to")

    brought = take(root, "mdn", source)

    assert terms(root)["block-css"].body.strip() == (
        "A **block** is [[DOM tree|part]] of the [[DOM tree|tree]], as `p` and "
        "[CSS](https://developer.mozilla.org/en-US/docs/Web/CSS)."
    )
    assert [found.message for found in brought.findings] == ["the macro htmlelement"]


def test_obsidian_notes_are_called_as_their_files(tmp_path: Path) -> None:
    """A note has no title of its own, and links name it by its file."""
    note = (
        "---\naliases: [Net]\ntags:\n  - '#ai'\nrelated: ['[[Back Propagation|bp]]']\n---\n"
        "Learns by [[Back Propagation#Steps|going back]] and [[words/Missing]]. %%draft%% ==Hot==\n\n"
        "> [!tip] Remember\n> It is only a sum. ^b1\n\n![[picture.png]]\n"
    )
    source = lay(
        tmp_path / "vault",
        {
            "words/Neural Network.md": note,
            "Back Propagation.md": "Goes back.\n",
            ".obsidian/app.md": "no note",
        },
    )
    root = glossary(tmp_path / "to")

    brought = take(root, "obsidian", source)

    term = terms(root)["neural-network"]
    assert (term.aliases, term.topics, term.related) == (("Net",), ("ai",), ("Back Propagation",))
    assert term.body.strip() == (
        "Learns by [[Back Propagation|going back]] and Missing.  **Hot**\n\n"
        "> **Remember**\n> It is only a sum."
    )
    assert said(brought) == [
        ("words/Neural Network.md", 7, "dangling-reference"),
        ("words/Neural Network.md", 12, "not-carried"),
    ]


def test_docusaurus_lists_and_documents_are_read(tmp_path: Path) -> None:
    """The plugin keeps a list; others write a document for each term."""
    listed = (
        '{"description": "x", "terms": [\n\t{"term": "API", "abbreviation": "A. P. I.",\n'
        '\t\t"definition": "An interface \\ud83d\\ude00.", "relatedTerms": ["REST", "gone"]},\n'
        '\t{"term": "REST", "definition": "A style."}]}\n'
    )
    page = (
        "---\nid: hook\nsidebar_position: 3\n---\nimport X from './x';\n\n# Web Hook\n\n"
        'Calls an <GlossaryTerm term="API">interface</GlossaryTerm>.\n\n'
        ":::note Mind\n\nIt calls [REST](./rest.md).\n\n:::\n\nEnd.\n"
    )
    source = lay(tmp_path / "from", {"glossary.json": listed, "docs/hook.mdx": page})
    root = glossary(tmp_path / "to")

    brought = take(root, "docusaurus", source)

    hook, api = terms(root)["hook"], terms(root)["api"]
    assert hook.title == "Web Hook"
    assert hook.body.strip() == (
        'Calls an [[API|interface]].\n\n!!! note "Mind"\n\n    It calls [[REST]].\n\nEnd.'
    )
    assert (api.definition, api.related) == ("An interface 😀.", ("REST",))
    assert said(brought) == [
        ("docs/hook.mdx", 5, "not-carried"),
        ("glossary.json", 3, "dangling-reference"),
    ]


GLOSARIO = """\
- slug: mean
  ref:
    - median
    - mode
  en:
    term: "mean"
    acronym: "M"
    def: >
      The sum
      by the number, see [median](#median)
      and [mode](#mode).
  fr:
    term: "moyenne"
    def: >
      Voir [médiane](#median).
- slug: median
  en:
    term: "median"
    def: "The middle."
"""


def test_glosario_gives_one_language_and_names_the_others(tmp_path: Path) -> None:
    """A term file is in one language."""
    source = lay(tmp_path / "from", {"glossary.yml": GLOSARIO})
    root = glossary(tmp_path / "to")

    brought = take(root, "glosario", source / "glossary.yml")

    mean = terms(root)["mean"]
    assert (mean.abbreviation, mean.related) == ("M", ("median",))
    assert mean.body.strip() == "The sum\nby the number, see [[median]]\nand mode."
    assert said(brought) == [
        ("glossary.yml", 1, "not-carried"),
        ("glossary.yml", 4, "dangling-reference"),
        ("glossary.yml", 11, "dangling-reference"),
    ]
    assert brought.findings[0].message.endswith("how many terms have them: fr (1)")


def test_what_another_language_lacks_is_not_dangling(tmp_path: Path) -> None:
    """It leads somewhere in the source; there is only no word for it yet."""
    source = lay(tmp_path / "from", {"glossary.yml": GLOSARIO})

    brought = take(glossary(tmp_path / "to", language="fr"), "glosario", source, "fr")

    assert [found.code for found in brought.findings if found.span.line > 1] == [
        "not-carried", "dangling-reference", "not-carried",
    ]  # fmt: skip
    assert 'the link to "median", which has no words in fr' in {f.message for f in brought.findings}


def test_names_with_definitions_are_a_glossary_too(tmp_path: Path) -> None:
    """The simplest file that people keep."""
    source = lay(
        tmp_path / "from", {"g.yaml": "GPU: A chip.\nTPU: {definition: Another, tag: x}\n"}
    )
    root = glossary(tmp_path / "to")

    take(root, "yaml", source / "g.yaml")

    assert {slug: term.definition for slug, term in terms(root).items()} == {
        "gpu": "A chip.", "tpu": "Another",
    }  # fmt: skip
