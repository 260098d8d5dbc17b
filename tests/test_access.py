"""The permission rules, asked directly: what a list shows, what an object answers, what a template may show."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from bildungsnetz import access
from measures.models import Comment, Measure
from tests import make


def seen(user, queryset=None):
    return set((queryset or Measure.objects).permitted("view", user).values_list("title", flat=True))


@pytest.fixture
def drafts(cast):
    make.draft(title="Entwurf der VHS", lead=cast.vhs)
    make.draft(title="Entwurf der Bibliothek", lead=cast.library)
    make.measure(title="Freigegeben", lead=cast.library)


def test_the_public_sees_released_measures_only(drafts):
    assert seen(AnonymousUser()) == {"Freigegeben"}


def test_members_see_their_own_drafts_and_no_others(cast, drafts):
    assert seen(cast.vhs_member) == {"Entwurf der VHS", "Freigegeben"}


def test_the_council_sees_no_draft(cast, drafts):
    assert seen(cast.council) == {"Freigegeben"}


def test_both_offices_see_all(cast, drafts):
    assert len(seen(cast.office)) == len(seen(cast.clerk)) == 3


def test_the_operator_gets_no_content_by_the_role(cast, drafts):
    assert seen(cast.operator) == {"Freigegeben"}


def test_a_foreign_draft_does_not_exist(cast, drafts):
    with pytest.raises(Http404):
        access.get_permitted(Measure.objects, cast.vhs_editor, title="Entwurf der Bibliothek")


def test_what_is_seen_but_not_editable_is_denied(cast, drafts):
    with pytest.raises(PermissionDenied):
        access.get_permitted(Measure.objects, cast.vhs_editor, "edit", title="Freigegeben")


def test_only_an_editor_submits(cast, drafts):
    flags = {
        person: access.Allowed(access.get_permitted(Measure.objects, getattr(cast, person), title="Entwurf der VHS"))[
            "submit"
        ]
        for person in ("vhs_editor", "vhs_member", "clerk", "office")
    }
    assert flags == {"vhs_editor": True, "vhs_member": False, "clerk": False, "office": True}


def test_the_list_the_object_and_the_annotation_give_one_answer(cast, drafts):
    for user in (cast.office, cast.clerk, cast.vhs_member, cast.library_editor, cast.council, cast.stranger):
        for action in access.actions_of(Measure):
            by_list = set(Measure.objects.permitted(action, user))
            by_flag = {row for row in Measure.objects.with_allowed(user, action) if getattr(row, f"may_{action}")}
            by_object = {row for row in Measure.objects.all() if access.may(user, action, row)}
            if action == "add":
                by_object = set(Measure.objects.all()) if access.may(user, action, Measure) else set()
            assert by_list == by_flag == by_object, (user, action)


def test_internal_comments_stay_in_the_office(cast):
    measure = make.draft(lead=cast.vhs)
    make.comment(measure, text="nur intern", is_internal=True)
    make.comment(measure, text="für beide")
    assert Comment.objects.permitted("view", cast.vhs_editor).get().text == "für beide"
    assert Comment.objects.permitted("view", cast.office).count() == 2


def test_an_action_without_a_rule_is_an_error_not_a_yes(cast):
    with pytest.raises(KeyError):
        access.may(cast.office, "fly", Measure)


def test_two_rules_for_one_action_are_refused():
    with pytest.raises(ValueError, match="two rules"):
        access.rule(Measure, "view")(lambda user: access.EVERYTHING)
