"""What says the same is drawn once, and what does not is never mistaken for it."""

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from bildungsnetz.web import drawing
from bildungsnetz.web.drawing import drawn


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """How often a template was really rendered."""
    drawing._kept.cache_clear()
    calls = []
    monkeypatch.setattr(drawing, "render_to_string", lambda *args: calls.append(args) or render_to_string(*args))
    yield calls
    drawing._kept.cache_clear()


def crumb(here):
    return drawn("components/breadcrumb.html", links=(), here=here)


def test_the_same_values_are_drawn_once(counted):
    assert crumb("Ziele") is crumb("Ziele")
    assert len(counted) == 1


def test_another_value_is_drawn_anew(counted):
    assert "Ziele" in crumb("Ziele")
    assert "Ziele" not in crumb("Maßnahmen")


def test_a_text_that_equals_safe_html_is_escaped_all_the_same(counted):
    assert "<b>fett</b>" in crumb(SafeString("<b>fett</b>"))
    assert "<b>" not in crumb("<b>fett</b>")


def test_nothing_is_kept_while_somebody_works_on_templates(counted, settings):
    settings.DEBUG = True
    crumb("Ziele")
    crumb("Ziele")
    assert len(counted) == 2
