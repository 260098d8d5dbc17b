"""Who may do what with rounds, ratings, recommendations, reports and carry-overs."""

from . import carry_over, recommendations, reflections, reports, rounds, statements  # noqa: F401  they register
