"""Menus show what resolves and what one may see."""

from collections import defaultdict

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from bildungsnetz.web import navigation

pytestmark = pytest.mark.urls("tests.web.gallery")


@pytest.fixture(autouse=True)
def menus(monkeypatch):
    monkeypatch.setattr(navigation, "_menus", {"main": {}, "search": {}, "account": {}, "footer": {}})
    monkeypatch.setattr(navigation, "_covered", defaultdict(list))


def request(path="/", user=None):
    made = RequestFactory().get(path)
    made.user = user or AnonymousUser()
    return made


def labels(menu="main", path="/", user=None):
    return [entry.label for entry in navigation.entries(menu, request(path, user))]


def test_entries_come_in_their_order():
    navigation.register("main", "Maßnahmen", "gallery_2", order=30)
    navigation.register("main", "Ziele", "gallery_1", order=20)
    assert labels() == ["Ziele", "Maßnahmen"]


def test_what_does_not_resolve_is_left_out():
    navigation.register("main", "Noch nicht gebaut", "nowhere:list")
    assert labels() == []


def test_who_may_not_see_it_does_not(django_user_model):
    navigation.register("account", "Heute", "gallery_1", visible_for=navigation.signed_in)
    assert labels("account") == []
    assert labels("account", user=django_user_model(email="a@example.org")) == ["Heute"]


def test_the_page_itself_and_what_lies_below_it_are_marked():
    navigation.register("main", "Übersicht", "gallery_0", order=1)
    navigation.register("main", "Ziele", "gallery_1", order=2)
    at = lambda path: [entry.current for entry in navigation.entries("main", request(path))]  # noqa: E731
    assert at("/") == ["page", ""]
    assert at("/ziele/") == ["", "page"]
    assert at("/ziele/2023-2027/3/") == ["", "true"]


def test_an_entry_covers_pages_of_other_addresses():
    navigation.register("main", "Ziele", "gallery_1")
    navigation.register("main", "Maßnahmen", "gallery_2")
    navigation.cover("gallery_1", "gallery_3", "nowhere:list")
    path = reverse("gallery_3")
    assert [entry.current for entry in navigation.entries("main", request(f"{path}neu/"))] == ["", "true"]  # by label


def test_a_page_without_entries_has_no_empty_menu():
    page = render_to_string("base.html", {}, request())
    assert "<nav" not in page
    navigation.register("main", "Ziele", "gallery_1")
    assert 'aria-label="Hauptnavigation"' in render_to_string("base.html", {}, request())


def test_the_banner_says_that_data_are_examples(settings):
    settings.DEMO = True
    assert "Beispieldaten" in render_to_string("base.html", {}, request())
    settings.DEMO = False
    assert "Beispieldaten" not in render_to_string("base.html", {}, request())
