"""Terms of other systems made into term files.  `importing.bringing` is the order of it."""
