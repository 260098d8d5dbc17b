"""The page of a measure and its Steckbrief: what the public reads, and what nobody outside ever does."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from measures.models import Measure
from measures.templatetags.measures import ago
from tests import make
from tests.pdf import reading
from tests.pdf.verapdf import failed_rules


@pytest.fixture
def full(cast):
    """A released measure with everything there is, and a canary in everything that is internal."""
    measure = make.measure(
        lead=cast.vhs,
        leading_goal=make.goal(1, title="Sprachbildung stärken"),
        title="Lernwerkstatt",
        summary="Für alle.",
        status="at_risk",
        status_reason="Raum fehlt",
        status_since=date(2026, 1, 1),
        planned_start_on=date(2024, 8, 1),
        planned_start_precision="school_year",
        planned_start_words="ab Sommer 2024",
        input_text="Zwei Stellen",
        output_text="Acht Kurse",
        internal_note="KANARIE",
        return_note="KANARIE",
        source_urls="https://www.herne.de/quelle",
        field_origins={"leading_goal": "suggestion", "status": "invented"},
        created_by=cast.vhs_member,
    )
    measure.stages.add(make.stage())
    measure.districts.add(make.district())
    measure.target_groups.add(make.target_group())
    measure.further_goals.add(make.goal(2, title="Übergänge"), make.goal(3, title="KANARIE-Ziel", is_public=False))
    make.milestone(measure, title="Auftakt", due_on=date(2026, 9, 1), due_precision="month")
    make.milestone(measure, title="Vorbereitung", due_on=date(2026, 1, 1), reached_on=date(2026, 1, 5))
    make.participation(measure, cast.library, contribution="Räume")
    make.funding_item(measure, source="Landesprogramm", year=2026, amount=1000)
    make.funding_item(measure, source="Stiftung", year=2026, amount=500)
    make.funding_item(measure, source="Stadt", year=2027, amount=None)
    make.budget_line(measure)
    cast.vhs_member.display_name = "KANARIE-Person"
    cast.vhs_member.save()
    make.progress_note(measure, text="Es hakt.", author=cast.vhs_member)
    make.comment(measure, text="KANARIE", author=cast.vhs_member)
    make.comment(measure, text="KANARIE", is_internal=True)
    make.attachment(measure, title="KANARIE", added_by=cast.vhs_member)
    make.contact(cast.vhs, name="KANARIE", email="kanarie@example.org", phone="KANARIE")
    return measure


def test_the_public_reads_how_it_goes_and_who_leads(full, client):
    shown = client.get(full.get_absolute_url()).content.decode()
    for text in (
        "Lernwerkstatt", "gefährdet", "ohne Gegensteuern nicht zu halten", "Raum fehlt", "01.01.2026",
        "Volkshochschule Herne", "Auftakt", "September 2026", "Sprachbildung stärken", "Übergänge", "Vorschlag",
        "Beispiel", "Schuljahr 2024/25", "ab Sommer 2024", "Zwei Stellen", "Was setzen wir ein?", "Noch offen.",
        "Räume", "1.500,00 €", "nicht geplant", "- 25.000", "Es hakt.", "Primarstufe", "Eickel", "Familien",
        "https://www.herne.de/quelle", "steckbrief.pdf",
    ):  # fmt: skip
        assert text.replace("- 25.000", "25.000") in shown.replace("\u00a0", " "), text


@pytest.mark.parametrize("address", ["", "steckbrief.pdf"])
def test_nothing_internal_is_public(full, cast, client, address):
    for person in (None, cast.library_editor, cast.council, cast.stranger, cast.operator):
        if person:
            client.force_login(person)
        answer = client.get(f"{full.get_absolute_url()}{address}")
        assert answer.status_code == 200
        text = answer.content.decode(errors="replace") if not address else words_of(answer.content)
        assert "kanarie" not in text.casefold()


def words_of(pdf):
    """Text and properties of a PDF."""
    with reading.opened(pdf) as opened:
        properties = " ".join(str(value) for value in opened.docinfo.values())
    return f"{reading.text(pdf)} {properties}"


def test_office_and_actor_see_what_is_theirs(full, cast, client):
    client.force_login(cast.vhs_editor)
    shown = client.get(full.get_absolute_url()).content.decode()
    assert shown.count("KANARIE-Person") >= 2  # the note's author and the comment's
    client.force_login(cast.office)
    page = client.get(full.get_absolute_url())
    assert len(page.context["comments"]) == 2
    assert "Interne Notiz" in page.content.decode()


def test_an_internal_note_is_not_for_the_actor_or_the_clerk(full, cast, client):
    for person in (cast.vhs_editor, cast.clerk):
        client.force_login(person)
        assert "Interne Notiz" not in client.get(full.get_absolute_url()).content.decode()


def test_the_number_of_queries_does_not_grow(full, cast, client, django_assert_max_num_queries):
    for place in range(10):
        make.participation(full, make.actor())
        make.milestone(full)
        make.funding_item(full)
        make.progress_note(full, author=make.user())
        full.stages.add(make.stage(f"Phase {place}"))
    with django_assert_max_num_queries(16):
        client.get(full.get_absolute_url())
    client.force_login(cast.office)
    with django_assert_max_num_queries(24):
        client.get(full.get_absolute_url())


def test_the_same_steckbrief_is_the_same_file(full, client):
    first, second = (client.get(f"{full.get_absolute_url()}steckbrief.pdf") for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first.content == second.content


def test_a_steckbrief_of_a_draft_says_so(cast, client):
    measure = make.draft(lead=cast.vhs)
    assert client.get(f"{measure.get_absolute_url()}steckbrief.pdf").status_code == 404
    client.force_login(cast.vhs_member)
    assert "ENTWURF" in words_of(client.get(f"{measure.get_absolute_url()}steckbrief.pdf").content)


def test_a_steckbrief_is_accessible(full, client):
    assert failed_rules(client.get(f"{full.get_absolute_url()}steckbrief.pdf").content) == []


# --- Meine Maßnahmen ----------------------------------------------------------------------------------------


def test_an_actor_sees_first_what_is_wanted(cast, client):
    make.returned(lead=cast.vhs, title="Zurück")
    make.draft(lead=cast.vhs, title="Entwurf")
    make.submitted(lead=cast.vhs, title="Liegt dort")
    make.measure(lead=cast.vhs, title="Öffentlich")
    make.draft(lead=cast.library, title="Fremd")
    client.force_login(cast.vhs_editor)
    shown = client.get("/meine-massnahmen/")
    groups = {name: [m.title for m in shown.context[name]] for name in ("returned", "drafts", "others")}
    assert groups == {"returned": ["Zurück"], "drafts": ["Entwurf"], "others": ["Liegt dort", "Öffentlich"]}
    assert "Bitte das Ende nennen." in shown.content.decode()
    assert "einreichen/" in shown.content.decode()
    client.force_login(cast.vhs_member)
    assert "einreichen/" not in client.get("/meine-massnahmen/").content.decode()


def test_who_acts_for_nobody_is_told_so(cast, client):
    client.force_login(cast.stranger)
    assert "noch zu keinem Akteur" in client.get("/meine-massnahmen/").content.decode()
    client.logout()
    assert "/anmelden/" in client.get("/meine-massnahmen/").url


def test_the_menu_leads_members_to_their_measures(cast, client):
    seen = {}
    for name, person in cast.people().items():
        client.logout()
        if person:
            client.force_login(person)
        seen[name] = "Meine Maßnahmen" in client.get("/akteure/").content.decode()
    assert {name for name, found in seen.items() if found} == {"vhs_editor", "vhs_member", "library_editor"}


# --- Tags ---------------------------------------------------------------------------------------------------


def rendered(source, user, **context):
    request = RequestFactory().get("/")
    request.user = user
    return Template(f"{{% load measures %}}{source}").render(Context({"request": request, **context}))


def test_the_measures_of_a_goal_are_those_of_the_reader(cast):
    goal = make.goal(1)
    make.measure(lead=cast.vhs, leading_goal=goal, title="Offen")
    other = make.measure(lead=cast.vhs, leading_goal=make.goal(2), title="Weiteres")
    other.further_goals.add(goal)
    make.draft(lead=cast.vhs, leading_goal=goal, title="Geheim")
    public = rendered("{% goal_measures goal %}", AnonymousUser(), goal=goal)
    assert "Offen" in public
    assert "Weiteres" in public
    assert "Geheim" not in public
    assert "Geheim" in rendered("{% goal_measures goal %}", cast.office, goal=goal)


def test_more_than_twenty_measures_lead_to_the_list(cast):
    goal = make.goal(1)
    for _ in range(21):
        make.measure(lead=cast.vhs, leading_goal=goal)
    shown = rendered("{% goal_measures goal %}", AnonymousUser(), goal=goal)
    assert shown.count('<th scope="row">') == 20
    assert "?goal=" in shown


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 4), "heute"), (date(2026, 5, 9), "heute"), (date(2026, 5, 3), "gestern"),
        (date(2026, 4, 25), "vor 9 Tagen"), (date(2026, 4, 13), "vor 3 Wochen"), (date(2026, 1, 4), "vor 4 Monaten"),
        (date(2023, 5, 4), "vor 3 Jahren"), (None, ""),
    ],
)  # fmt: skip
def test_how_long_ago(day, words):
    assert ago(day, date(2026, 5, 4)).replace("\u00a0", " ") == words


def test_vocabulary_is_the_operators(cast, client):
    make.stage()
    client.force_login(cast.operator)
    assert client.get("/verwaltung/measures/educationstage/").status_code == 200
    assert client.get("/verwaltung/measures/measure/").status_code == 404
    client.force_login(cast.office)
    assert client.get("/verwaltung/measures/educationstage/").status_code in (302, 403)


def test_a_word_is_retired_and_stays_where_it_is(cast, client):
    stage = make.stage("Alte Phase")
    measure = make.draft(lead=cast.vhs)
    measure.stages.add(stage)
    stage.is_active = False
    stage.save()
    client.force_login(cast.vhs_member)
    assert stage in client.get(f"{measure.get_absolute_url()}bearbeiten/").context["form"].fields["stages"].queryset
    assert stage not in client.get("/massnahmen/neu/").context["form"].fields["stages"].queryset
    assert Measure.objects.get().stages.get() == stage
