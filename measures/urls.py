"""``<number:serial>`` in an address is a measure's number, as M-042."""

from django.urls import path, register_converter

from .converters import MeasureNumber
from .lists import KINDS
from .views import (
    actor,
    answer,
    dialogue,
    documents,
    export,
    imports,
    letters,
    list_import,
    listing,
    many,
    measure,
    mine,
    policy,
    profile,
    proposals,
    proposing,
    reach,
    window,
    window_people,
)
from .views.publication import PublicationStep
from .workflow import STEPS

register_converter(MeasureNumber, "number")

app_name = "measures"

M = "massnahmen/<number:serial>"
P = f"{M}/vorschlaege/<int:pk>"
I = "massnahmen/einlesen/<int:pk>"  # noqa: E741
W = "sachstandsabfragen/<int:window>"
MEMBER = "akteure/<int:actor>/mitglieder/<int:pk>"

LISTS = [
    one
    for key, kind in KINDS.items()
    for one in (
        path(f"{key}/einlesen/", list_import.ListImport.as_view(kind=kind), name=f"import_{key}"),
        *(
            path(
                f"{key}/einlesen/vorlage.{ending}",
                list_import.template,
                {"kind": kind, "ending": ending},
                name=f"import_{key}_template_{ending}",
            )
            for ending in ("xlsx", "ods")
        ),
        path(
            f"{key}/einlesen/<int:number>/zuruecknehmen/",
            list_import.take_back,
            {"kind": kind},
            name=f"import_{key}_undo",
        ),
    )
]

urlpatterns = [
    *LISTS,
    path("meine-massnahmen/", mine.MyMeasures.as_view(), name="mine"),
    path("massnahmen/", listing.MeasureList.as_view(), name="list"),
    path("massnahmen/herunterladen/", export.Download.as_view(), name="download"),
    path("massnahmen/liste.xlsx", export.as_xlsx, name="list_xlsx"),
    path("massnahmen/liste.ods", export.as_ods, name="list_ods"),
    path("massnahmen/liste.csv", export.as_csv, name="list_csv"),
    path("massnahmen/vorlage.xlsx", export.template, {"ending": "xlsx"}, name="template_xlsx"),
    path("massnahmen/vorlage.ods", export.template, {"ending": "ods"}, name="template_ods"),
    path("massnahmen/aendern/", many.EditMany.as_view(), name="edit_many"),
    path("massnahmen/neu/", measure.MeasureCreate.as_view(), name="measure_create"),
    path("massnahmen/einlesen/", imports.imports, name="imports"),
    path(f"{I}/", imports.show, name="import"),
    path(f"{I}/spalten/", imports.columns, name="import_columns"),
    path(f"{I}/werte/", imports.values, name="import_values"),
    path(f"{I}/gleiche/", imports.same, name="import_same"),
    path(f"{I}/fehlendes/", imports.fallbacks, name="import_fallbacks"),
    path(f"{I}/uebernehmen/", imports.apply, name="import_apply"),
    path(f"{I}/zuruecknehmen/", imports.undo, name="import_undo"),
    path(f"{I}/verwerfen/", imports.drop, name="import_drop"),
    path(f"{I}/abgelehnt.xlsx", imports.refused, name="import_refused"),
    path("massnahmen/aktualitaet/", policy.FreshnessPolicyEdit.as_view(), name="freshness"),
    path(f"{M}/", measure.MeasurePage.as_view(), name="measure"),
    path(f"{M}/bearbeiten/", proposing.edit, name="measure_edit"),
    path(f"{M}/loeschen/", measure.MeasureDelete.as_view(), name="measure_delete"),
    path(f"{M}/sachstand/", proposing.report, name="progress"),
    path(f"{M}/bestaetigen/", proposing.confirm, name="confirm"),
    path(f"{P}/", proposals.show, name="proposal"),
    path(f"{P}/annehmen/", proposals.Accept.as_view(), name="proposal_accept"),
    path(f"{P}/zurueckgeben/", proposals.Return.as_view(), name="proposal_return"),
    path(f"{P}/vorlegen/", proposals.Submit.as_view(), name="proposal_submit"),
    path(f"{P}/zurueckziehen/", proposals.Withdraw.as_view(), name="proposal_withdraw"),
    path(f"{P}/datei/", documents.download_proposed, name="proposal_file"),
    path("vorschlaege/", proposals.ProposalList.as_view(), name="proposal_list"),
    path("vorschlaege/unveraendert-annehmen/", proposals.accept_unchanged, name="proposals_accept_unchanged"),
    path(f"{M}/steckbrief.pdf", profile.measure_profile, name="measure_profile"),
    path(f"{M}/dialog/", dialogue.Dialogue.as_view(), name="dialogue"),
    path(f"{M}/dialog/<int:pk>/erledigt/", dialogue.resolve, name="comment_resolve"),
    path(f"{M}/dialog/<int:pk>/offen/", dialogue.reopen, name="comment_reopen"),
    path(f"{M}/dokumente/neu/", documents.AttachmentCreate.as_view(), name="attachment_create"),
    path(f"{M}/dokumente/<int:pk>/", documents.download, name="attachment"),
    path(f"{M}/dokumente/<int:pk>/loeschen/", documents.AttachmentDelete.as_view(), name="attachment_delete"),
    *(path(f"{M}/{step.slug}/", PublicationStep.as_view(step=step), name=step.name) for step in STEPS),
    path("sachstandsabfragen/", window.WindowList.as_view(), name="window_list"),
    path("sachstandsabfragen/neu/", window.WindowCreate.as_view(), name="window_create"),
    path(f"{W}/", window.WindowPage.as_view(), name="window"),
    path(f"{W}/bearbeiten/", window.WindowEdit.as_view(), name="window_edit"),
    path(f"{W}/loeschen/", window.WindowDelete.as_view(), name="window_delete"),
    path(f"{W}/testmail/", window.send_test, name="window_test"),
    path(f"{W}/oeffnen/", window.open_window, name="window_open"),
    path(f"{W}/nachtragen/", window.add_late, name="window_add"),
    path(f"{W}/erinnern/", window.nudge, name="window_nudge"),
    path(f"{W}/mails/", window_people.WindowMails.as_view(), name="window_mails"),
    path(f"{W}/frist/", window.WindowExtend.as_view(), name="window_extend"),
    path(f"{W}/schliessen/", window.close_window, name="window_close"),
    path(f"{W}/briefe.pdf", letters.letters, name="window_letters"),
    path(f"{W}/akteure/<int:actor>/brief.pdf", letters.letters, name="window_letter"),
    path(f"{W}/<number:serial>/personen/", window_people.request_people, name="request_people"),
    path(f"{W}/<number:serial>/erledigen/", window.settle, name="request_settle"),
    path(f"{W}/<number:serial>/zuruecksetzen/", window.unsettle, name="request_unsettle"),
    path("sachstand/<str:token>/", answer.answer, name="answer"),
    path("sachstand/<str:token>/danke/", answer.answer_sent, name="answer_sent"),
    path("sachstand/<str:token>/geoeffnet/", answer.answer_opened, name="answer_opened"),
    path("akteure/", actor.ActorList.as_view(), name="actor_list"),
    path("akteure/neu/", actor.ActorCreate.as_view(), name="actor_create"),
    path("akteure/erreichbarkeit/", reach.Reach.as_view(), name="reach"),
    path("akteure/<int:pk>/", actor.ActorPage.as_view(), name="actor"),
    path("akteure/<int:pk>/bearbeiten/", actor.ActorEdit.as_view(), name="actor_edit"),
    path("akteure/<int:pk>/ansprechpersonen/", actor.ContactsEdit.as_view(), name="contacts_edit"),
    path("akteure/<int:pk>/einladen/", actor.ActorInvite.as_view(), name="actor_invite"),
    path("akteure/<int:pk>/mitglieder/neu/", actor.MembershipCreate.as_view(), name="membership_create"),
    path("akteure/<int:actor>/mitglieder/<int:pk>/", actor.MembershipEdit.as_view(), name="membership_edit"),
    path(
        "akteure/<int:actor>/mitglieder/<int:pk>/loeschen/", actor.MembershipDelete.as_view(), name="membership_delete"
    ),
]
