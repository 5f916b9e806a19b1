"""Links to other sites, asked for."""
