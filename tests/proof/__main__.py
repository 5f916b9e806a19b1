"""`python -m tests.proof` writes the tables of docs/trust.md anew."""

from tests.proof.page import write

write()
