"""Addresses carry official numbers: the key of a period (2023-2027), the number of a paper (2022-1106)."""

from django.urls import path, register_converter

from .views import committees, goals, indicators, meeting_import, papers


class TwoNumbers:
    """2023-2027 or 2022-1106."""

    regex = r"\d{4}-\d{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TwoNumbers, "two_numbers")

app_name = "goals"

GOAL = "ziele/<two_numbers:key>/<int:number>/"
COMMITTEE = "gremien/<slug:key>/"

urlpatterns = [
    path("ziele/", goals.PeriodList.as_view(), name="period_list"),
    path("ziele/neu/", goals.PeriodCreate.as_view(), name="period_create"),
    path("ziele/<two_numbers:key>/", goals.PeriodPage.as_view(), name="period"),
    path("ziele/<two_numbers:key>/bearbeiten/", goals.PeriodUpdate.as_view(), name="period_edit"),
    path("ziele/<two_numbers:key>/neu/", goals.GoalCreate.as_view(), name="goal_create"),
    path(GOAL, goals.GoalPage.as_view(), name="goal"),
    path(f"{GOAL}bearbeiten/", goals.GoalUpdate.as_view(), name="goal_edit"),
    path(f"{GOAL}fortschreiben/", goals.GoalRevise.as_view(), name="goal_revise"),
    path(f"{GOAL}herkunft/neu/", goals.SuccessionCreate.as_view(), name="succession_create"),
    path(f"{GOAL}herkunft/<int:pk>/bearbeiten/", goals.SuccessionUpdate.as_view(), name="succession_edit"),
    path(f"{GOAL}herkunft/<int:pk>/loeschen/", goals.SuccessionDelete.as_view(), name="succession_delete"),
    path("kennzahlen/", indicators.IndicatorList.as_view(), name="indicator_list"),
    path("kennzahlen/neu/", indicators.IndicatorCreate.as_view(), name="indicator_create"),
    path("kennzahlen/<int:pk>/", indicators.IndicatorPage.as_view(), name="indicator"),
    path("kennzahlen/<int:pk>/bearbeiten/", indicators.IndicatorUpdate.as_view(), name="indicator_edit"),
    path("kennzahlen/<int:pk>/loeschen/", indicators.IndicatorDelete.as_view(), name="indicator_delete"),
    path("gremien/", committees.CommitteeList.as_view(), name="committee_list"),
    path("gremien/neu/", committees.CommitteeCreate.as_view(), name="committee_create"),
    path(COMMITTEE, committees.CommitteePage.as_view(), name="committee"),
    path(f"{COMMITTEE}bearbeiten/", committees.CommitteeUpdate.as_view(), name="committee_edit"),
    path(f"{COMMITTEE}sitzungen/neu/", committees.MeetingCreate.as_view(), name="meeting_create"),
    path(f"{COMMITTEE}sitzungen/<int:pk>/bearbeiten/", committees.MeetingUpdate.as_view(), name="meeting_edit"),
    path(f"{COMMITTEE}sitzungen/<int:pk>/loeschen/", committees.MeetingDelete.as_view(), name="meeting_delete"),
    path("sitzungen/einlesen/", meeting_import.MeetingImport.as_view(), name="meeting_import"),
    path("sitzungen/einlesen/<int:number>/zuruecknehmen/", meeting_import.take_back, name="meeting_import_undo"),
    path("vorlagen/", papers.PaperList.as_view(), name="paper_list"),
    path("vorlagen/neu/", papers.PaperCreate.as_view(), name="paper_create"),
    path("vorlagen/<two_numbers:slug>/", papers.PaperPage.as_view(), name="paper"),
    path("vorlagen/<two_numbers:slug>/bearbeiten/", papers.PaperUpdate.as_view(), name="paper_edit"),
]
