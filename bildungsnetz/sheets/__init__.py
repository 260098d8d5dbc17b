"""Spreadsheets; knows no model."""
