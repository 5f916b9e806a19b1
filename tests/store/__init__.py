"""Publishing: the site on disk is the old one or the new one, whatever happens."""
