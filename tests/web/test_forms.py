"""The one form template and the base of all forms."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import formset_factory

from bildungsnetz.accounts.models import User
from bildungsnetz.web.forms import Form, FormSet
from bildungsnetz.web.widgets import ChoiceLabel
from tests.web.gallery import MeasureForm


class Sample(Form):
    groups = [("Geld", "In Euro.", ["amount", ("begins_on", "ends_on")])]
    appears = {"name": "Öffentlich im Bericht"}

    name = forms.CharField(label="Name", max_length=5)
    amount = forms.DecimalField(label="Betrag", max_digits=9, decimal_places=2, required=False)
    begins_on = forms.DateField(label="Beginn", required=False)
    ends_on = forms.DateField(label="Ende", required=False)


def cleaned(**typed):
    form = Sample({"name": "A", **typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234,50", "1234.50"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1.234", "1234"),
        ("1.5", "1.5"),
        ("-12,00", "-12.00"),
        ("1 234,50 €", "1234.50"),
        ("1\u202f234", "1234"),
    ],
)
def test_a_decimal_is_read_as_germans_write_it(typed, read):
    assert cleaned(amount=typed)["amount"] == Decimal(read)


@pytest.mark.parametrize("typed", ["1.23.4", "1,2,3", "viel", "1.2345,00", "NaN", "Infinity", "1e3x"])
def test_what_is_no_number_is_refused_in_german(typed):
    form = Sample({"name": "A", "amount": typed})
    assert form.errors["amount"] == ["Bitte eine Zahl eingeben."]
    assert f'value="{typed}"' in str(form["amount"])


def test_a_decimal_is_shown_as_germans_write_it():
    assert 'value="1.234,50"' in str(Sample(initial={"amount": Decimal("1234.5")})["amount"])
    assert 'value="1.234,50"' in str(Sample({"amount": "1234,5"})["amount"])
    assert 'value="1,234"' in str(Sample({"amount": "1,234"})["amount"])


@pytest.mark.parametrize("typed", ["31.12.2026", "2026-12-31", " 31.12.2026 "])
def test_a_date_is_read_in_both_notations(typed):
    assert cleaned(begins_on=typed)["begins_on"] == date(2026, 12, 31)


def test_a_date_goes_back_as_the_browser_wants_it():
    assert 'value="2026-12-31"' in str(Sample({"begins_on": "31.12.2026"})["begins_on"])
    assert 'type="date"' in str(Sample()["begins_on"])


def test_a_day_that_does_not_exist_is_refused():
    assert "begins_on" in Sample({"name": "A", "begins_on": "31.02.2026"}).errors


def test_text_is_stripped_and_composed():
    assert cleaned(name=" U\u0308 ")["name"] == "Ü"


def test_length_counts_composed_letters():
    assert cleaned(name="u\u0308" * 5)["name"] == "üüüüü"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x85", "\x7f", "\ud800", "\uffff"])
def test_unreadable_characters_are_refused(character):
    form = Sample({"name": f"A{character}B"})
    assert not form.is_valid()
    assert any("Zeichen" in error for error in form.errors["name"])
    str(form).encode()


@pytest.mark.parametrize("text", ["👩‍🎓", "Ą ș", "שלום", "a\tb", "x" * 5])
def test_readable_text_of_any_kind_is_kept(text):
    assert cleaned(name=text)["name"] == text


@pytest.mark.django_db
@pytest.mark.parametrize("key", [str(2**63), "9" * 40, "1e5", "\x00", "\ud800", "-1"])
def test_impossible_keys_are_unknown_choices(key):
    class Choose(Form):
        people = forms.ModelMultipleChoiceField(User.objects.all())
        person = forms.ModelChoiceField(User.objects.all())

    form = Choose({"people": [key], "person": key})
    assert set(form.errors) == {"people", "person"}
    str(form).encode()


def test_several_choices_are_check_boxes():
    class Choose(Form):
        several = forms.MultipleChoiceField(label="Bezirke", choices=[("a", "A")])

    assert "<select" not in str(Choose())
    assert 'type="checkbox"' in str(Choose())
    assert "<legend" in str(Choose())


def test_optional_fields_say_so_in_words():
    assert str(Sample()).count("(freiwillig)") == 3


def test_groups_come_with_heading_and_hint_and_the_rest_follows():
    groups = Sample().grouped_fields()
    assert [(group.heading, group.hint) for group in groups] == [("Geld", "In Euro."), ("", "")]
    assert [field.name for field in groups[1].fields] == ["name"]
    assert str(Sample()).index("Betrag") < str(Sample()).index("Name")


def test_a_field_says_where_it_appears_and_is_described_by_it():
    page = str(Sample())
    assert "Öffentlich im Bericht" in page
    assert re.search(r'name="name"[^>]*aria-describedby="id_name_helptext"', page)


def test_an_error_stands_at_its_field_and_in_the_summary():
    page = str(Sample({}))
    assert re.search(r'name="name"[^>]*aria-invalid="true"[^>]*aria-describedby="id_name_helptext id_name_error"', page)
    assert 'id="id_name_error"' in page
    assert '<a href="#id_name">Name</a>' in page
    assert "autofocus" in page
    assert "error-summary" not in str(Sample({"name": "A"}))


def test_every_id_that_is_referred_to_exists_once():
    page = str(MeasureForm({}))
    ids = re.findall(r'\bid="([^"]+)"', page)
    referred = re.findall(r'(?:for|href)="#?([^"]+)"', page)
    referred += [one for many in re.findall(r'aria-describedby="([^"]+)"', page) for one in many.split()]
    assert len(ids) == len(set(ids))
    assert set(referred) <= set(ids)


def test_a_choice_brings_its_definition():
    class Choose(Form):
        state = forms.ChoiceField(choices=[("a", ChoiceLabel("im Plan", "Läuft."))], widget=forms.RadioSelect)

    assert '<span class="check__hint">Läuft.</span>' in str(Choose())


def test_nothing_chosen_is_said_in_words():
    class Choose(Form):
        needed = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")])
        optional = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")], required=False)
        user = forms.ModelChoiceField(User.objects.none())
        own_words = forms.ModelChoiceField(User.objects.none(), empty_label="noch offen")

    assert [next(iter(field.choices))[1] for field in Choose().fields.values()] == [
        "bitte wählen", "keine Angabe", "bitte wählen", "noch offen",
    ]  # fmt: skip


Rows = formset_factory(Sample, formset=FormSet, extra=0, can_delete=True, max_num=2)


def rows(**more):
    return Rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "A", **more})


def test_a_row_is_added_without_checking_or_losing_anything():
    formset = rows(add_row="form")
    assert not formset.is_valid()
    assert len(formset.forms) == 2
    assert 'value="A"' in str(formset)
    assert "field__errors" not in str(formset)


def test_what_is_typed_into_an_added_row_is_read():
    page = str(rows(add_row="form"))
    total = re.search(r'name="form-TOTAL_FORMS" value="(\d+)"', page)
    assert total
    sent = Rows({"form-TOTAL_FORMS": total[1], "form-INITIAL_FORMS": "0", "form-0-name": "A", "form-1-name": "B"})
    assert [form["name"].value() for form in sent.forms] == ["A", "B"]


def test_the_button_of_one_formset_leaves_others_as_they_are():
    formset = rows(add_row="other")
    assert not formset.is_valid()
    assert len(formset.forms) == 1


def test_a_form_beside_a_growing_formset_is_not_checked():
    form = Sample({"add_row": "form"})
    assert not form.is_valid()
    assert "field__errors" not in str(form)


def test_no_more_rows_than_allowed_can_be_added():
    full = Rows({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"})
    assert 'name="add_row"' not in str(full)
    assert 'name="add_row"' in str(rows())


def test_rows_are_numbered_and_can_be_deleted():
    page = str(rows())
    assert re.search(r"Zeile <span[^>]*>1</span>", page)
    assert 'name="form-0-DELETE"' in page
    assert rows().is_valid()
