"""The glossary in the formats that programs read, made from an edition; pages are elsewhere."""
