"""One module per kind of report."""
