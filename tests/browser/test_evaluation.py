"""A whole Bewertungsrunde: opened, rated by three actors and blindly by the office, talked over, followed up."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from evaluation import fixtures
from evaluation.models import EvaluationRound, RatingSheet, Recommendation
from goals.models import Goal
from measures.models import Measure
from tests import make
from tests.browser.conftest import sign_in
from tests.cast import Cast

pytestmark = pytest.mark.browser

SECRETARY = "sekretariat@example.org"
SECRET = "Das sagen wir nur dem Bildungsbüro."
OFFICE_SECRET = "Das sieht das Bildungsbüro anders."
RECOMMENDATION = "Der Einzugsbereich wird auf alle Stadtbezirke ausgedehnt."
NEW_WORDS = "Alle Kinder in allen Stadtbezirken erreichen"


@dataclass
class Town:
    """Three actors with a measure each under one goal."""

    site: str
    cast: Cast
    goal: Goal
    measures: dict[str, Measure]

    def url(self, name: str, *args: Any) -> str:
        return f"{self.site}{reverse(f'evaluation:{name}', args=args)}"


@pytest.fixture
def network(site, cast) -> Town:
    goal = make.goal(1, title="Kinder erreichen", text="Kinder erreichen.")
    school = make.actor("Grundschule am Probeweg", kind="school", school_type="primary")
    make.contact(school, email=SECRETARY)
    make.actor("Lenkungskreis des Regionalen Bildungsnetzwerks", kind="participation")
    for title in ("Wirkung", "Teilhabe"):
        make.criterion(title)
    make.criterion("Passung der Maßnahmen", applies_to="goal")
    make.committee("Schulausschuss")
    for user in (cast.office, cast.vhs_editor, cast.library_editor):
        user.set_password(fixtures.DEMO_PASSWORD)
        user.save()
    leads = {"vhs": cast.vhs, "library": cast.library, "school": school}
    measures = {
        name: make.measure(lead=lead, leading_goal=goal, title=f"Angebot {lead}") for name, lead in leads.items()
    }
    return Town(site, cast, goal, measures)


@pytest.fixture
def signed_in(open_browser, network):
    def person(user: Any, **options: Any) -> Any:
        page = open_browser(**options)
        sign_in(page, network.site, user.email)
        return page

    return person


def rate(page: Any, *values: int | None, reason: str = "") -> None:
    """Answers each criterion of the sheet that ``page`` shows, with keyboard-reachable controls only."""
    cards = page.locator("section.criterion")
    expect(cards).to_have_count(len(values))
    for number, value in enumerate(values):
        card = cards.nth(number)
        words = "nicht bewertbar" if value is None else f"Stufe {value} in Worten"
        card.locator("label", has_text=words).click()
        card.get_by_label("Begründung").fill(reason or "So ist es.")
        if value is not None:
            card.get_by_label("Worauf stützt sich das?").select_option(label="Dokument")


def open_round(office: Any, network: Town) -> EvaluationRound:
    """Prepares a round with all criteria and opens it."""
    office.goto(f"{network.url('round_add')}?set=0")
    office.get_by_label("Titel").fill("Gemeinsame Bewertung")
    for title in ("Wirkung", "Teilhabe", "Passung der Maßnahmen"):
        office.get_by_label(title, exact=True).check()
    office.get_by_role("button", name="Weiter zur Vorschau").click()
    office.get_by_role("button", name="Runde öffnen und anschreiben").click()
    office.get_by_role("heading", name="Verlauf der Runde").wait_for(timeout=30_000)
    return EvaluationRound.objects.order_by("-serial").first()


def link_in(mailoutbox: Any, office: Any) -> str:
    for _ in range(100):  # until the worker has delivered it
        office.reload()
        if mails := [mail for mail in mailoutbox if mail.to == [SECRETARY]]:
            return re.search(r"/bewertung/[^\s/]+/", mails[-1].body)[0]
    raise AssertionError("no mail came")


def test_a_round_from_its_opening_to_what_became_of_it(signed_in, open_browser, network, mailoutbox, settings):
    settings.OUTBOX_DELIVERY_BACKEND = settings.EMAIL_BACKEND  # pytest-django's, which keeps what it sends
    cast, office = network.cast, signed_in(network.cast.office)
    made = open_round(office, network)
    link = link_in(mailoutbox, office)

    # Two actors rate signed in; one of them on a phone.
    vhs = signed_in(cast.vhs_editor)
    vhs.goto(f"{network.site}{reverse('measures:mine')}")
    vhs.get_by_role("link", name=re.compile("bewerten|Bewerten")).first.click()
    rate(vhs, 4, 3, reason=SECRET)
    vhs.get_by_label("Ihre Worte für den Bericht").fill("Die Kurse waren voll.")
    vhs.locator("#stand [data-saved]").wait_for()
    assert RatingSheet.objects.get(actor=cast.vhs).state == "draft", "what is typed is saved by itself"
    vhs.get_by_role("button", name="Abgeben").click()
    vhs.get_by_text("Vielen Dank").first.wait_for()
    library = signed_in(cast.library_editor, width=360)
    library.goto(f"{network.site}{reverse('measures:mine')}")
    library.get_by_role("link", name=re.compile("bewerten|Bewerten")).first.click()
    rate(library, 3, None)
    library.get_by_role("button", name="Abgeben").click()
    library.get_by_text("Vielen Dank").first.wait_for()

    # The third has no account: the link of the mail, a phone, no JavaScript, no cookie.
    phone = open_browser(width=360, java_script_enabled=False)
    phone.goto(network.site + link)
    rate(phone, 2, 3)
    phone.get_by_role("button", name="Abgeben").click()
    phone.get_by_text("Vielen Dank").first.wait_for()
    assert phone.context.cookies() == []

    # The office rates the same three blindly and sees the other voice only then.
    office.goto(network.url("sheets", made.serial))
    assert SECRET not in office.content()
    first = RatingSheet.objects.get(rated__measure=network.measures["vhs"], voice="office")
    office.goto(network.site + first.get_absolute_url())
    assert SECRET not in office.content()
    rate(office, 1, 3, reason=OFFICE_SECRET)
    office.get_by_role("button", name="Abgeben", exact=True).click()
    office.get_by_role("link", name="Alle Stimmen zu dieser Maßnahme").click()
    office.get_by_text(SECRET).first.wait_for()
    for name, values in (("library", (3, 2)), ("school", (2, 3))):
        sheet = RatingSheet.objects.get(rated__measure=network.measures[name], voice="office")
        office.goto(network.site + sheet.get_absolute_url())
        rate(office, *values)
        office.get_by_role("button", name="Abgeben", exact=True).click()
        office.get_by_text("Vielen Dank").first.wait_for()

    # The list of differences is the agenda: the widest gap first.
    office.goto(network.url("round", made.serial))
    office.get_by_role("button", name="Bewertung beenden").click()
    office.goto(network.url("round_gaps", made.serial))
    widest = office.locator("ol.points > li.point").first
    assert network.measures["vhs"].number in widest.inner_text()
    assert "Wirkung" in widest.inner_text()

    # A session of the Lenkungskreis: one dissent, the rest agreed, the goal rated, a recommendation.
    office.get_by_role("link", name="Reflexion anlegen").click()
    office.get_by_label("Lenkungskreis des Regionalen Bildungsnetzwerks").check()
    office.get_by_role("button", name="Anlegen").click()
    office.get_by_role("heading", name="Tagesordnung").wait_for()
    session = made.reflections.get()
    projector = open_browser()
    projector.context.add_cookies(office.context.cookies())
    projector.goto(network.url("reflection_live", made.serial, session.pk))
    office.locator("label", has_text="Keine Einigung").click()
    expect(office.get_by_label("Sicht des Akteurs")).to_have_value(SECRET)
    expect(office.get_by_label("Sicht des Bildungsbüros")).to_have_value(OFFICE_SECRET)
    office.get_by_role("button", name=re.compile("Festhalten")).first.click()
    office.get_by_text("Festgehalten:").first.wait_for()
    office.get_by_role("button", name="Übrige übereinstimmende Bewertungen übernehmen").click()
    office.get_by_role("button", name="Übernahme zurücknehmen").wait_for()
    of_goal = network.url("reflection_goal", made.serial, session.pk, network.goal.number)
    office.goto(of_goal)
    office.get_by_role("button", name="Auf der Leinwand zeigen").click()
    office.goto(of_goal)
    office.locator("label", has_text=re.compile("^3 – ")).first.click()
    office.get_by_label("Stärken").fill("Viele machen mit.")
    office.get_by_role("button", name="Speichern").click()
    office.get_by_role("heading", name="Tagesordnung").wait_for()
    outcomes = made.rated_measures.values_list("items__outcome", flat=True)
    assert sorted(filter(None, outcomes)) == ["agreed"] * 4 + ["dissent"]
    projector.get_by_text("Wie weit ist das Ziel erreicht?").wait_for()  # it was never loaded again
    projector.locator(".stage__agreed").get_by_text("3", exact=True).wait_for()
    office.goto(network.url("recommendation_add", made.serial) + f"?goal={network.goal.pk}&reflection={session.pk}")
    office.get_by_label("Empfehlung", exact=True).fill(RECOMMENDATION)
    office.get_by_role("button", name="Empfehlung speichern").click()
    office.get_by_text(RECOMMENDATION).first.wait_for()
    recommendation = Recommendation.objects.get()

    # Decided, then the goal is revised; what hung on it stays.
    office.get_by_role("link", name="Entscheidung eintragen").click()
    office.locator("label", has_text=re.compile("^angenommen")).click()
    office.get_by_label("entschieden vom Gremium").select_option(label="Schulausschuss")
    office.get_by_label("verantwortlich").select_option(label=cast.vhs.name)
    office.get_by_label(re.compile(r"^bis\b", re.IGNORECASE)).fill(
        (timezone.localdate() + timedelta(days=200)).isoformat()
    )
    office.get_by_role("button", name="Entscheidung speichern").click()
    office.get_by_role("link", name="Ziel fortschreiben").click()
    office.get_by_label("neuer Titel").fill(NEW_WORDS)
    office.get_by_role("button", name="Fortschreiben").click()
    office.get_by_text("Die neue Fassung gilt").first.wait_for()
    recommendation.refresh_from_db()
    assert recommendation.goal_revision.previous_title == "Kinder erreichen"
    assert Measure.objects.filter(leading_goal=network.goal).count() == 3

    # Closed and published: everybody reads what was found, nobody a single rating.
    office.goto(network.url("round", made.serial))
    office.get_by_role("button", name="Runde abschließen").click()
    office.get_by_role("link", name="Ergebnisse veröffentlichen").click()
    office.get_by_label("Ergebnisse öffentlich ab").fill(timezone.localdate().isoformat())
    office.get_by_role("button", name="Speichern").click()
    public = open_browser()
    public.goto(network.url("results"))
    assert "Viele machen mit." in public.get_by_role("main").inner_text()
    for address in (network.url("results"), network.url("recommendations"), network.goal.get_absolute_url()):
        public.goto(address if address.startswith("http") else network.site + address)
        assert SECRET not in public.content()
        assert OFFICE_SECRET not in public.content()
    assert "Kinder erreichen" in public.get_by_role("main").text_content(), "the old wording stays readable"

    # The next round begins with what became of this one.
    following = open_round(office, network)
    office.goto(network.url("round", following.serial))
    assert recommendation.number in office.get_by_role("main").inner_text()
    office.goto(network.url("follow_up", following.serial))
    assert RECOMMENDATION in office.get_by_role("main").inner_text()


def test_a_period_is_carried_over_into_the_next_one(signed_in, open_browser, network):
    ended = make.goal(2, title="Bibliotheken öffnen", text="Bibliotheken öffnen.")
    last = make.measure(lead=network.cast.library, leading_goal=ended, title="Öffnungszeiten")
    make.paper("2027/0815")
    office = signed_in(network.cast.office)
    office.goto(network.url("carry_overs"))
    office.get_by_role("link", name="Nächste Periode vorbereiten").click()
    expect(office.get_by_label("neuer Zeitraum")).to_have_value("2028-2032")
    office.get_by_role("button", name="Entwurf beginnen").click()

    office.get_by_role("link", name="Anders entscheiden über Ziel 1").click()
    office.locator("label", has_text=re.compile("^angepasst")).click()
    office.locator("label", has_text=re.compile("^neues Ziel im Entwurf")).click()
    office.get_by_role("textbox", name="Begründung").fill("Der Einzugsbereich wächst.")
    office.get_by_role("button", name="Entscheidung speichern").click()
    office.get_by_role("heading", name="Ziel im Entwurf bearbeiten").wait_for()  # what was adapted is worded at once
    office.get_by_role("textbox", name="Titel").fill(NEW_WORDS)
    office.get_by_label("Wortlaut des Ziels").fill("Alle Kinder in allen Stadtbezirken erreichen.")
    office.get_by_role("button", name="Speichern").click()
    office.get_by_role("link", name="Anders entscheiden über Ziel 2").click()
    office.locator("label", has_text=re.compile("^beendet")).click()
    office.locator("label", has_text=re.compile("^Alle enden mit dem Ziel")).click()
    office.get_by_role("textbox", name="Begründung").fill("Alle Bibliotheken sind offen.")
    office.get_by_role("button", name="Entscheidung speichern").click()
    public = open_browser()
    assert public.goto(f"{network.site}/ziele/2028-2032/synopse/").status == 404, "a draft is nobody's business"
    assert set(Goal.objects.values_list("period__key", flat=True)) == {"2023-2027"}

    office.get_by_role("link", name="Neue Periode beschließen").click()
    office.get_by_label("Beschlossen mit der Vorlage").select_option(index=1)
    office.get_by_label("Beschlossen am").fill(timezone.localdate().isoformat())
    office.get_by_label("Alles ist geprüft").check()
    office.get_by_role("button", name="Zielperiode beschließen").click()
    office.get_by_text("Beschlossen am").first.wait_for()

    new = Goal.objects.get(period__key="2028-2032")
    assert set(new.leading_measures.all()) == set(network.measures.values())
    last.refresh_from_db()
    assert (last.leading_goal, last.status) == (ended, "on_track")
    public.goto(f"{network.site}/ziele/2028-2032/synopse/")
    synopsis = public.get_by_role("main").inner_text()
    for words in (
        "Kinder erreichen",
        "in allen Stadtbezirken",
        "Der Einzugsbereich wächst.",
        "Bibliotheken öffnen",
        "beendet",
    ):
        assert words in synopsis
    public.goto(network.site + network.measures["vhs"].get_absolute_url())
    expect(public.get_by_role("main").get_by_text("2023–2027")).not_to_have_count(0)  # where the measure came from
