"""A small glossary in which every relation, and every kind of text that could go wrong, occurs."""

from typing import Final

CONFIG: Final = """\
title: Words & "Things"
description: What <they> mean.
base_url: https://g.example/words/
licence: CC BY 4.0
topics:
  - {id: living, title: Living things, description: What breathes.}
  - {id: made, title: Made things}
"""
FILES: Final = {
    "site.yaml": CONFIG,
    "terms/animal.md": """\
---
title: Animal
definition: What moves & eats; "so" they say.
aliases: [Beast, Creature]
topics: [living]
updated: 2026-03-01
sources:
  - {title: On "Animals", publisher: A & B, url: "https://a.example/animals?x=1&y=2", published: 2025-04}
  - {title: A book without an address, published: 2024}
---
Animals live. A [[Dog]] is one.
""",
    "terms/dog.md": """\
---
title: Dog
definition: An animal that barks.
broader: [Animal]
related: [Animal, Cat, Lead]
topics: [living]
---
It says `</script><script>alert(1)</script>` and \\u0041.
""",
    "terms/puppy.md": """\
---
title: Puppy
definition: A young dog.
broader: [Dog]
related: [Animal]
topics: [living]
---
Small.
""",
    "terms/cat.md": '---\ntitle: Cat\naliases: [Felis catus]\nbroader: [Animal]\n---\nMeows, \\ and "quotes".\n',
    "terms/hund.md": """\
---
title: Hund
definition: Ein Tier, das bellt.
lang: de
related: [Dog]
---
Wie ein Hund.
""",
    "terms/lead.md": """\
---
title: Lead
abbreviation: LD
definition: "A strap; a\u200bzero width space and a \U0001d11e."
topics: [made]
autolink: exact-case
---
For dogs.
""",
    "terms/leash.md": """\
---
title: Leash
definition: An older word for a lead.
replaced_by: Lead
autolink: "off"
---
Old.
""",
}  # fmt: skip
