"""Bench data: any number of measures that look like real ones, written past the models at the database's own speed."""

from .fill import fill

__all__ = ["fill"]
