"""Who may do what with rounds, ratings, recommendations and reports."""

from . import reflections, reports, rounds  # noqa: F401  they register
