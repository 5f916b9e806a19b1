"""From records to fragments and views: no files, no clock."""
