"""The glossary as tables and as TBX, and the way back."""
