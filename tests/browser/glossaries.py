"""Glossaries that hold what the real one does not: every feature, other scripts, hardly anything."""

from collections.abc import Mapping
from typing import Final

from tests.whole.sites import PIXEL

Files = Mapping[str, str | bytes]

LONG: Final = "The Extraordinarily Long Name of a Pharmacogenomic-Counterindication Registry"

KITCHEN: Final[Files] = {
    "site.yaml": """\
title: Kitchen Sink
description: A glossary in which everything occurs once.
language: en
repository: https://github.com/example/kitchen
licence: CC BY 4.0
related: {limit: 2, fill: false}
topics:
  - {id: basics, title: Basics, description: What all else rests on.}
  - {id: scripts, title: Other Scripts}
  - {id: empty, title: An Empty Topic, description: Nothing stands here yet.}
newsletter:
  name: Kitchen News
  tagline: Once a week
  consent: We keep only your address.
  privacy_url: https://example.org/privacy
  provider: custom
  custom: {action: 'https://lists.example.org/subscribe', honeypot: b_trap}
""",
    "terms/everything.md": """\
---
title: Everything
definition: A term whose page shows all that a page can show.
abbreviation: ETG
aliases: [All at Once, The Whole Lot]
topics: [basics, scripts]
related: [Near, 推論]
broader: [Far]
data: [prices]
updated: 2026-01-02
sources:
  - {title: A study, publisher: A Press, url: 'https://example.org/a', published: 2025-04}
  - {title: A book without an address, licence: CC BY 4.0, attribution: By somebody.}
---
It stands beside [[Near|what is near]] and goes on to [[Far|what is far away]], to
[an old name](/terms/distant/), to [the part on cost](/terms/far/#t-cost), to [[Silent]], to [[推論]], to [[استدلال]]
and to [itself](/terms/everything/#t-lists). Elsewhere: [the data](/data/prices/),
[topics](/topics/) and [another site](https://example.org/terms/far/).

It rests on a footnote.[^1] Here `code` stands in a line.

[^1]: The note, with a way back.

## Lists

- one
- two
    1. two and a half

Word
:   Its meaning.

> A quotation.

## Code

```python
print("hello")
```

### Tables

| Name | Amount |
| :--- | -----: |
| one  | 1      |
| a very long cell that will not be broken into parts on a telephone | 1000000 |

!!! warning "Mind this"
    A warning.

![A picture](images/dot.png)

## A link broken over lines

Some words that go before, and then [[Far|a link whose words are so many that no window of a telephone or even of a desk can ever hold all of them in one single line of text, so that it must be broken]].
""",
    "terms/near.md": """\
---
title: Near
definition: What stands close by, and is shown on a card.
topics: [basics]
updated: 2026-01-03
---
Near is not [[Far]].
""",
    "terms/far.md": f"""\
---
title: Far
abbreviation: FR
definition: What stands a long way off; its definition has enough words to need several lines in a small window, and "quotes" & <signs> that must not be taken for markup.
aliases: [Distant, {LONG}]
topics: [basics]
---
It is [[Near|not near]].

## Cost

A great deal.
""",
    "terms/lead.md": """\
---
title: Lead
topics: [basics]
---
Its first *paragraph* serves as the definition,[^n] with [[Near|a link]].

[^n]: A note that is no part of it.
""",
    "terms/silent.md": "---\ntitle: Silent\nautolink: off\n---\n## Only a heading\n",
    "terms/reader.md": """\
---
title: Reader
definition: Who links to Lead.
topics: [basics]
---
A reader follows [[Lead]], and [[Lost]].
""",
    "terms/lost.md": "---\ntitle: Lost\ndefinition: A term that cannot be fetched.\n---\nGone.\n",
    "terms/old.md": "---\ntitle: Old\ndefinition: No longer in use.\nreplaced_by: Near\n---\nOld.\n",
    "terms/suiron.md": """\
---
title: 推論
lang: ja
slug: suiron
definition: 学習済みのモデルに新しい入力を与えて、答えを出させること。
topics: [scripts]
---
推論は学習のあとに来る。
""",
    "terms/istidlal.md": """\
---
title: استدلال
lang: ar
slug: istidlal
definition: تشغيل نموذج مدرَّب للحصول على جواب.
topics: [scripts]
---
يأتي الاستدلال بعد التدريب.
""",
    "terms/long.md": f"""\
---
title: {LONG.replace("Registry", "Catalogue")}
definition: A name that no telephone can hold in one line.
topics: [basics]
---
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.
""",
    "images/dot.png": PIXEL,
    "data/prices.csv": "year,price,place\n2024,1,A\n2025,2.50,B\n",
    "data/prices.yaml": """\
title: Prices
description: What things cost.
unit: USD
columns: [{name: year, type: year}, {name: price, type: number}, {name: place, type: string}]
sources: [{title: A study, url: 'https://example.org/study', licence: CC BY 4.0}]
headline: {column: price, compare: first}
notes: [A note on the figures.]
updated: 2026-01-01
""",
    "newsletter/first.md": """\
---
title: First
date: 2026-01-01
data: [prices]
---
On [[Far]] and [[Near]].
""",
}
"""Every feature, in one glossary."""

ARABIC: Final[Files] = {
    "site.yaml": """\
title: معجم
language: ar
related: {limit: 1, fill: false}
topics: [{id: asasiyat, title: أساسيات, description: ما يقوم عليه غيره.}]
newsletter: {name: نشرة, provider: none}
""",
    "terms/namudhaj.md": """\
---
title: نموذج
slug: namudhaj
definition: برنامج تعلّم من البيانات.
topics: [asasiyat]
---
كلمات كثيرة تسبق الرابط إلى [[استدلال]] وأخرى تليه.
""",
    "terms/istidlal.md": """\
---
title: استدلال
slug: istidlal
definition: تشغيل نموذج مدرَّب للحصول على جواب.
topics: [asasiyat]
---
يأتي بعد التدريب.
""",
}
"""Written from right to left."""

LONE: Final[Files] = {
    "site.yaml": "title: 用語集\nlanguage: ja\n",
    "terms/suiron.md": "---\ntitle: 推論\nslug: suiron\n---\n学習済みのモデルに答えを出させること。\n",
}
"""One term, and nothing else."""

GLOSSARIES: Final[Mapping[str, Files]] = {"kitchen": KITCHEN, "arabic": ARABIC, "lone": LONE}
