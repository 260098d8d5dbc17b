"""Every component on one page, for the tests of how things look and work; a URL configuration of its own."""

from decimal import Decimal
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from bildungsnetz.web import navigation
from bildungsnetz.web.forms import Form, FormSet
from bildungsnetz.web.widgets import ChoiceLabel

STATES = [
    ("planned", ChoiceLabel("geplant", "Beschlossen, aber noch nicht begonnen.")),
    ("on_track", ChoiceLabel("im Plan", "Läuft, die nächsten Schritte sind wie vorgesehen erreichbar.")),
    ("at_risk", ChoiceLabel("gefährdet", "Ein Ziel oder Termin ist ohne Eingriff nicht zu halten.")),
]
PARTS = [
    ("abgeschlossen", "done", 4),
    ("im Plan", "good", 9),
    ("gefährdet", "watch", 2),
    ("verzögert", "late", 1),
    ("ruht", "paused", 1),
    ("geplant", "planned", 6),
    ("eingestellt", "off", 1),
]


class MeasureForm(Form):
    """One field of every kind."""

    groups = [
        (
            "Worum es geht",
            "Kurz und verständlich, so wie es der Ausschuss lesen soll.",
            ["title", "summary", "leaflet"],
        ),
        ("Wie es steht", "", ["state", "districts", "ongoing"]),
    ]
    appears = {"title": "Öffentlich auf der Maßnahmenseite und im Bericht", "summary": "Öffentlich im Bericht"}

    title = forms.CharField(label="Titel", max_length=120, help_text="Ohne Abkürzungen.")
    summary = forms.CharField(label="Kurzbeschreibung", widget=forms.Textarea, required=False)
    leaflet = forms.FileField(label="Anlage", required=False, help_text="PDF, höchstens 10 MB.")
    state = forms.ChoiceField(label="Umsetzungsstand", choices=STATES, widget=forms.RadioSelect)
    districts = forms.MultipleChoiceField(
        label="Stadtbezirke", choices=[(name, name) for name in ("Wanne", "Eickel", "Herne-Mitte", "Sodingen")]
    )
    ongoing = forms.BooleanField(label="Daueraufgabe ohne geplantes Ende", required=False, help_text="Kann bleiben.")
    goal = forms.ChoiceField(label="Leitendes Ziel", choices=[("", "Bitte wählen"), ("1", "1 Frühe Bildung")])
    starts_on = forms.DateField(label="Beginn")
    amount = forms.DecimalField(label="Betrag in Euro", max_digits=12, decimal_places=2, required=False)
    pupils = forms.IntegerField(label="Erreichte Schülerinnen und Schüler", min_value=0, required=False)
    revision = forms.CharField(widget=forms.HiddenInput, required=False)


class MilestoneForm(Form):
    title = forms.CharField(label="Meilenstein", max_length=80)
    due_on = forms.DateField(label="Termin")


class Milestones(FormSet):
    heading = "Meilensteine"
    hint = "Was soll wann erreicht sein?"
    row_name = "Meilenstein"


MilestoneSet = formset_factory(MilestoneForm, formset=Milestones, extra=1, can_delete=True, max_num=5)


class FilterForm(Form):
    text = forms.CharField(label="Text", required=False)
    goal = forms.ChoiceField(label="Ziel", choices=[("", "Alle"), ("1", "1")], required=False)
    status = forms.ChoiceField(label="Umsetzungsstand", choices=[("", "Alle"), *STATES], required=False)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    context = {
        "form": MeasureForm(sent, initial={"amount": Decimal("12500.5")}),
        "milestones": MilestoneSet(sent, prefix="milestones"),
        "filter_form": FilterForm(prefix="filter"),
        "parts": PARTS,
        "amount": Decimal("1234.5"),
        "tabs": [
            {"label": name, "url": "#", "current": name == "Sachstand"} for name in ("Überblick", "Sachstand", "Geld")
        ],
        "filters": [{"label": "Ziel: 3", "url": "?"}, {"label": "Stand: gefährdet", "url": "?"}],
        "rows": [
            {"label": "Titel", "old": "Lesepaten", "new": "Lesepatinnen und Lesepaten"},
            {"label": "Ende", "old": "", "new": "2027"},
        ],
    }
    text = (Path(__file__).parent / "gallery.html").read_text()
    return HttpResponse(Template(text).render(RequestContext(request, context)))


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


PAGES = {
    "Übersicht": "",
    "Ziele": "ziele/",
    "Maßnahmen": "massnahmen/",
    "Akteure": "akteure/",
    "Auswertung": "auswertung/",
}
for place, label in enumerate(PAGES):
    navigation.register("main", label, f"gallery_{place}", order=place)
navigation.register("search", "Suche im Bildungsnetz", "gallery_0")
navigation.register("footer", "Impressum", "gallery_1")
navigation.register("footer", "Erklärung zur Barrierefreiheit", "gallery_2")
navigation.register("account", "Heute", "gallery_0", visible_for=navigation.signed_in)

urlpatterns = [
    *(path(address, gallery, name=f"gallery_{place}") for place, address in enumerate(PAGES.values())),
    path("kaputt/", login_not_required(broken), name="broken"),
    path("anmelden/", include("bildungsnetz.accounts.sign_in_urls")),
]
