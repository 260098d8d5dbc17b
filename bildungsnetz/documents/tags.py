"""Template tags for documents; ``{% load documents %}`` (settings.py names this module as a library)."""

from django import template

from bildungsnetz.documents import text

register = template.Library()

register.filter("paragraphs", text.paragraphs)
register.filter("budget_amount", text.budget_amount)
register.filter("german_number", text.german_number)
