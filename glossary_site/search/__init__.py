"""What readers search in: words, who is called what, and in which texts each word stands."""
