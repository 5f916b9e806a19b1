"""What holds for every input, tried on many; and corpora of text in and text out."""
