"""What programs read: the JSON API and SKOS."""
