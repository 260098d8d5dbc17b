"""Bench data: measures that look like real ones, as many as wanted, and rounds that rated them, written past the models
at the database's own speed."""

from .fill import fill
from .rounds import fill_rounds

__all__ = ["fill", "fill_rounds"]
