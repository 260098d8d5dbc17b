"""Each tag renders one thing in one way."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory


def render(text, path="/liste/", **context):
    context["request"] = RequestFactory().get(path)
    return Template("{% load web %}" + text).render(Context(context)).strip()


def test_a_goal_chip_says_its_number_in_words_and_in_its_colour():
    chip = render("{% goal_chip 3 'Sprache' '/ziele/3/' %}")
    assert re.search(r'<a class="goal-chip goal-3" href="/ziele/3/">', chip)
    assert '<span class="kern-sr-only">Ziel </span>3' in chip
    assert "Sprache" in chip


def test_a_goal_chip_without_address_is_no_link():
    assert "<a" not in render("{% goal_chip 1 %}")
    assert "goal-none" in render("{% goal_chip None 'ohne Ziel' %}")


def test_a_goal_chip_escapes_titles():
    assert "<script>" not in render("{% goal_chip 1 title %}", title="<script>")


def test_a_status_is_words_and_a_glyph():
    badge = render("{% status_badge 'at_risk' 'gefährdet' 'watch' %}")
    assert 'class="badge tone-watch"' in badge
    assert 'data-value="at_risk"' in badge
    assert "gefährdet" in badge
    assert "<path" in badge


def test_a_glyph_alone_is_hidden_from_those_who_hear_the_word():
    assert 'aria-hidden="true"' in render("{% glyph 'done' %}")


def test_an_unknown_tone_is_a_mistake():
    with pytest.raises(KeyError):
        render("{% status_badge 'x' 'x' 'pink' %}")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("suggestion", "Vorschlag"),
        ("example", "Beispiel"),
        ("withheld", "Wortlaut nicht öffentlich verfügbar"),
    ],
)
def test_provenance_is_said_in_words(kind, words):
    assert words in render("{% provenance kind %}", kind=kind)


def test_a_source_leads_to_where_it_is():
    assert 'href="https://herne.de/allris"' in render("{% provenance 'source' 'https://herne.de/allris' %}")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("1234.5"), "1.234,50\u00a0€"),
        (Decimal(0), "0,00\u00a0€"),
        (Decimal("-1234567.891"), "-1.234.567,89\u00a0€"),
        (None, "nicht geplant"),
        ("", "nicht geplant"),
    ],
)
def test_money(amount, words):
    assert render("{{ amount|money }}", amount=amount) == words


@pytest.mark.parametrize(
    ("day", "precision", "original", "words"),
    [
        (date(2023, 9, 1), "day", "", "01.09.2023"),
        (date(2023, 9, 1), "month", "", "September 2023"),
        (date(2023, 9, 1), "school_year", "", "Schuljahr\u00a02023/24"),
        (date(2024, 7, 31), "school_year", "", "Schuljahr\u00a02023/24"),
        (date(2099, 8, 1), "school_year", "", "Schuljahr\u00a02099/00"),
        (date(2023, 9, 1), "year", "", "2023"),
        (None, "day", "ab Herbst", "ab Herbst"),
        (None, "day", "", "offen"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(day, precision, original, words):
    shown = render("{% date_with_precision day precision original %}", day=day, precision=precision, original=original)
    assert shown == words


def test_a_bar_shows_shares_and_says_them():
    bar = render("{% status_bar parts %}", parts=[("im Plan", "good", 3), ("ruht", "paused", 0), ("fertig", "done", 1)])
    widths = [float(width) for width in re.findall(r'width="([\d.]+)"', bar)]
    assert widths == [747.0, 249.0]
    assert "<title>Maßnahmen nach Umsetzungsstand: 3 im Plan, 1 fertig</title>" in bar
    assert "<strong>3</strong> im Plan" in bar
    assert "ruht" not in bar


def test_a_bar_of_nothing_says_so():
    assert "Noch keine Maßnahmen" in render("{% status_bar parts %}", parts=[])


def test_a_bar_writes_coordinates_with_a_point():
    bar = render("{% status_bar parts %}", parts=[("im Plan", "good", 2), ("fertig", "done", 1)])
    assert re.findall(r' x="([^"]+)"', bar) == ["0.0", "668.0"]


def test_a_breadcrumb_leads_back_and_ends_here():
    crumbs = render("{% breadcrumb 'Ziele' '/ziele/' 'Ziel 3' %}")
    assert re.findall(r'href="([^"]+)"', crumbs) == ["/", "/ziele/"]
    assert '<span aria-current="page">Ziel 3</span>' in crumbs


def test_a_breadcrumb_without_its_own_label_is_a_mistake():
    with pytest.raises(TemplateSyntaxError):
        render("{% breadcrumb 'Ziele' '/ziele/' %}")


def test_query_with_changes_one_key_and_keeps_the_rest():
    path = "/liste/?status=done&status=paused&goal=3"
    assert render("{% query_with goal=4 %}", path) == "?status=done&amp;status=paused&amp;goal=4"
    assert render("{% query_with goal=None %}", path) == "?status=done&amp;status=paused"


def test_query_without_takes_out_one_value():
    path = "/liste/?status=done&status=paused&goal=3"
    assert render("{% query_without 'status' 'done' %}", path) == "?status=paused&amp;goal=3"
    assert render("{% query_without 'status' %}", path) == "?goal=3"


def test_a_paginator_says_where_one_is():
    pages = render("{% paginator 51 100 230 '?before=x' '?after=y' 'Maßnahmen' %}")
    assert "51 bis 100 von 230 Maßnahmen" in pages
    assert re.findall(r'href="([^"]+)"', pages) == ["?before=x", "?after=y"]


def test_a_paginator_of_one_page_has_no_steps():
    assert "<a" not in render("{% paginator 1 5 5 %}")
    assert "Keine Treffer" in render("{% paginator 0 0 0 %}")
