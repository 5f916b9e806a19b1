"""What other sites show of the glossary, tried on another site."""
