"""An issue of the newsletter as mail: for pasting into whatever sends it."""
