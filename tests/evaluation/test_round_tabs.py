"""The pages of the evaluation and of a round as tabs: who sees which, and which is the current one."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context
from django.test import RequestFactory

from evaluation.templatetags.evaluation import evaluation_pages
from evaluation.templatetags.rounds import round_pages
from tests import make

pytestmark = pytest.mark.django_db


def tabs(user, path, current=""):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return evaluation_pages(Context({"request": request}), current)


def labels(html):
    return re.findall(r"<a [^>]*>([^<]+)</a>", html)


def current(html):
    return re.findall(r'<a [^>]*aria-current="page">([^<]+)</a>', html)


def test_the_offices_see_pages_that_others_do_not(cast):
    inside = {"Runden", "Kriterien", "Übertragung"}
    assert inside <= set(labels(tabs(cast.clerk, "/")))
    assert not inside & set(labels(tabs(cast.vhs_editor, "/")) + labels(tabs(None, "/")))


def test_the_address_tells_where_one_is_and_a_name_tells_better(cast):
    assert current(tabs(cast.office, "/auswertung/kriterien/7/")) == ["Kriterien"]
    assert current(tabs(cast.office, "/auswertung/runden/3/")) == ["Runden"]
    assert current(tabs(cast.office, "/auswertung/runden/3/", "criteria")) == ["Kriterien"]


def test_differences_have_a_tab_once_both_voices_stand_side_by_side(cast):
    made = make.evaluation_round()
    assert "Abweichungen" not in labels(round_pages(made, "round"))
    make.move(made, "reflection")
    found = round_pages(made, "round_gaps")
    assert labels(found)[:4] == ["Stand", "Akteure", "Bewertungsbögen", "Abweichungen"]
    assert current(found) == ["Abweichungen"]


def test_mails_have_a_tab_while_actors_are_written_to(cast):
    made = make.evaluation_round()
    assert labels(round_pages(made, "round")) == ["Stand", "Akteure", "Mails", "Bewertungsbögen"]
    make.move(made, "reflection")
    assert "Mails" not in labels(round_pages(made, "round"))


def test_a_single_page_needs_no_tabs(cast):
    assert round_pages(make.prepared_round(), "round") == ""
