"""Addresses of the overview and the reports; each module of ``views`` has its block."""

from django.urls import URLPattern, path, register_converter

from goals import urls as _goals  # noqa: F401  they bring their converters
from measures import urls as _measures  # noqa: F401

from .converters import RecommendationNumber, StatementStep
from .views import carry_over as carrying
from .views import (
    carry_over_goals,
    carry_over_measures,
    downloads,
    follow_up,
    gaps,
    live,
    questions,
    rate,
    rated,
    rating_rows,
    recommendations,
    reflections,
    resolution_checks,
    results,
    round_letters,
    round_papers,
    round_people,
    settling,
    sheets,
    statements,
    today,
    variants,
    versions,
    word_templates,
)
from .views import criteria as catalogue
from .views import overview as start
from .views import reports as desk
from .views import round as one_round
from .views import rounds as rounds_desk
from .views import synopsis as compared

register_converter(RecommendationNumber, "recommendation")
register_converter(StatementStep, "statement_step")

app_name = "evaluation"

overview: list[URLPattern] = [
    path("", start.Overview.as_view(), name="overview"),
    path("heute/", today.Today.as_view(), name="today"),
]

one = "berichte/<int:serial>/<slug:committee>/"

reports: list[URLPattern] = [
    path("berichte/", desk.ReportList.as_view(), name="reports"),
    path("berichte/neu/", desk.ReportKinds.as_view(), name="report_add"),
    path("berichte/neu/<slug:kind>/", desk.ReportStart.as_view(), name="report_start"),
    path("berichte/<int:serial>/", desk.ReportPage.as_view(), name="report"),
    path("berichte/<int:serial>/anlagen/", desk.ReportAnnexes.as_view(), name="report_annexes"),
    path("berichte/<int:serial>/loeschen/", desk.ReportDelete.as_view(), name="report_delete"),
    path("berichte/<int:serial>/gremium/neu/", desk.VariantAdd.as_view(), name="variant_add"),
    path(one, variants.VariantDesk.as_view(), name="variant"),
    path(f"{one}sitzung/", variants.VariantSession.as_view(), name="variant_session"),
    path(f"{one}inhalt/", variants.VariantContent.as_view(), name="variant_content"),
    path(f"{one}inhalt/uebernehmen/", variants.take_texts, name="take_texts"),
    path(f"{one}vorschau/", variants.VariantPreview.as_view(), name="variant_preview"),
    path(f"{one}festschreiben/", variants.VariantFreeze.as_view(), name="variant_freeze"),
    path(f"{one}ergebnis/", variants.SessionResult.as_view(), name="session_result"),
    path(f"{one}veroeffentlichen/", variants.VariantPublish.as_view(), name="variant_publish"),
    path(f"{one}entwurf.pdf", versions.preview_pdf, name="preview_pdf"),
    path(f"{one}v<int:number>.pdf", versions.version_pdf, name="version_pdf"),
    path(f"{one}entwurf.docx", downloads.preview_docx, name="preview_docx"),
    path(f"{one}v<int:number>.docx", downloads.version_docx, name="version_docx"),
    path(f"{one}entwurf.xlsx", downloads.preview_xlsx, name="preview_xlsx"),
    path(f"{one}v<int:number>.xlsx", downloads.version_xlsx, name="version_xlsx"),
    path(f"{one}texte/", downloads.VariantTexts.as_view(), name="variant_texts"),
    path(f"{one}texte.txt", downloads.texts_file, name="variant_texts_file"),
    path("berichte/word-vorlage/", word_templates.WordTemplates.as_view(), name="word_templates"),
    path("berichte/word-vorlage/neu/", word_templates.WordTemplateAdd.as_view(), name="word_template_add"),
    path("berichte/word-vorlage/standard.docx", word_templates.standard, name="word_template_standard"),
    path("berichte/word-vorlage/<int:pk>.docx", word_templates.stored, name="word_template_file"),
    path(
        "berichte/word-vorlage/<int:pk>/entfernen/",
        word_templates.WordTemplateDelete.as_view(),
        name="word_template_delete",
    ),
    path("pruefen/", versions.verify, name="verify"),
    path("pruefen/<str:code>/", versions.verify_code, name="verify_code"),
]

memory: list[URLPattern] = [
    path("fragen/", questions.QuestionList.as_view(), name="questions"),
    path("fragen/neu/", questions.QuestionAdd.as_view(), name="question_add"),
    path("fragen/<int:serial>/", questions.QuestionPage.as_view(), name="question"),
    path("fragen/<int:serial>/bearbeiten/", questions.QuestionEdit.as_view(), name="question_edit"),
    path("fragen/<int:serial>/antwort/", questions.QuestionAnswer.as_view(), name="question_answer"),
    path("fragen/<int:serial>/loeschen/", questions.QuestionDelete.as_view(), name="question_delete"),
    path("fragen/<int:serial>/wiederherstellen/", questions.bring_back, name="question_bring_back"),
    path("beschlusskontrolle/", resolution_checks.CheckList.as_view(), name="resolution_checks"),
    path("beschlusskontrolle/<slug:slug>/<int:item>/", resolution_checks.CheckEdit.as_view(), name="resolution_check"),
]

one_sheet = "auswertung/runden/<int:number>/boegen/<int:pk>/"
by_link = "bewertung/<str:token>/"
of_criterion = "kriterien/<int:criterion>/beleg/"

rating: list[URLPattern] = [
    path("auswertung/runden/<int:number>/boegen/", rated.Sheets.as_view(), name="sheets"),
    path(
        "auswertung/runden/<int:number>/massnahmen/<number:serial>/",
        rated.RatedMeasurePage.as_view(),
        name="rated_measure",
    ),
    path(one_sheet, sheets.sheet, name="sheet"),
    path(f"{one_sheet}danke/", sheets.sheet_sent, name="sheet_sent"),
    path(f"{one_sheet}wieder-oeffnen/", sheets.sheet_reopen, name="sheet_reopen"),
    path(f"{one_sheet}{of_criterion}", sheets.sheet_evidence_add, name="sheet_evidence_add"),
    path(f"{one_sheet}belege/<int:evidence>/", sheets.sheet_evidence, name="sheet_evidence"),
    path(by_link, rate.rate, name="rate"),
    path(f"{by_link}danke/", rate.rate_sent, name="rate_sent"),
    path(f"{by_link}{of_criterion}", rate.rate_evidence_add, name="rate_evidence_add"),
    path(f"{by_link}belege/<int:evidence>/", rate.rate_evidence, name="rate_evidence"),
]

carry_over = "auswertung/uebertragung/<two_numbers:key>/"
old_goal = f"{carry_over}ziele/<int:number>/"
draft_goal = f"{carry_over}entwurf/<int:pk>/"
old_measure = f"{carry_over}massnahmen/<number:serial>/"

next_period: list[URLPattern] = [
    path("auswertung/uebertragung/", carrying.CarryOverList.as_view(), name="carry_overs"),
    path("auswertung/uebertragung/neu/", carrying.CarryOverAdd.as_view(), name="carry_over_add"),
    path(carry_over, carrying.CarryOverDesk.as_view(), name="carry_over"),
    path(f"{carry_over}bearbeiten/", carrying.CarryOverEdit.as_view(), name="carry_over_edit"),
    path(f"{carry_over}verwerfen/", carrying.CarryOverDelete.as_view(), name="carry_over_delete"),
    path(f"{carry_over}beschliessen/", carrying.CarryOverAdopt.as_view(), name="carry_over_adopt"),
    path(old_goal, carry_over_goals.GoalDecision.as_view(), name="goal_plan"),
    path(f"{old_goal}fortfuehren/", carrying.continue_goal, name="goal_continue"),
    path(f"{old_goal}zuruecknehmen/", carrying.reset_goal, name="goal_reset"),
    path(f"{carry_over}entwurf/neu/", carry_over_goals.DraftGoalAdd.as_view(), name="draft_goal_add"),
    path(f"{draft_goal}bearbeiten/", carry_over_goals.DraftGoalEdit.as_view(), name="draft_goal_edit"),
    path(f"{draft_goal}loeschen/", carry_over_goals.DraftGoalDelete.as_view(), name="draft_goal_delete"),
    path(f"{carry_over}massnahmen/", carry_over_measures.measures, name="carry_over_measures"),
    path(old_measure, carry_over_measures.MeasureDecision.as_view(), name="measure_plan"),
    path(f"{old_measure}zuruecknehmen/", carry_over_measures.reset_measure, name="measure_reset"),
    path(f"{carry_over}synopse/", compared.draft_page, name="carry_over_synopsis"),
    path(f"{carry_over}synopse.pdf", compared.draft_pdf, name="carry_over_synopsis_pdf"),
    path(f"{carry_over}synopse.docx", compared.draft_docx, name="carry_over_synopsis_docx"),
    path("ziele/<two_numbers:key>/synopse/", compared.page, name="synopsis"),
    path("ziele/<two_numbers:key>/synopse.pdf", compared.pdf, name="synopsis_pdf"),
    path("ziele/<two_numbers:key>/synopse.docx", compared.docx, name="synopsis_docx"),
]

E = "auswertung/empfehlungen/<recommendation:recommendation>"

recommended: list[URLPattern] = [
    path("auswertung/empfehlungen/", recommendations.RecommendationList.as_view(), name="recommendations"),
    path(
        "auswertung/runden/<int:round>/empfehlungen/neu/",
        recommendations.RecommendationAdd.as_view(),
        name="recommendation_add",
    ),
    path("auswertung/runden/<int:round>/nachverfolgung/", follow_up.FollowUp.as_view(), name="follow_up"),
    path(f"{E}/", recommendations.RecommendationPage.as_view(), name="recommendation"),
    path(f"{E}/bearbeiten/", recommendations.RecommendationEdit.as_view(), name="recommendation_edit"),
    path(f"{E}/loeschen/", recommendations.RecommendationDelete.as_view(), name="recommendation_delete"),
    path(f"{E}/entscheiden/", recommendations.RecommendationDecide.as_view(), name="recommendation_decide"),
    path(f"{E}/entscheidung-zuruecknehmen/", recommendations.undo_decision, name="recommendation_undo"),
    path(f"{E}/umsetzung/", recommendations.RecommendationFollowUp.as_view(), name="recommendation_follow_up"),
    path(f"{E}/fortschreiben/", follow_up.RecommendationRevise.as_view(), name="recommendation_revise"),
]

criteria: list[URLPattern] = [
    path("auswertung/kriterien/", catalogue.Catalogue.as_view(), name="criteria"),
    path("auswertung/kriterien/neu/", catalogue.CriterionCreate.as_view(), name="criterion_add"),
    path("auswertung/kriterien/vorlage/", catalogue.take_templates, name="criteria_take"),
    path("auswertung/kriterien/<int:pk>/", catalogue.CriterionPage.as_view(), name="criterion"),
    path("auswertung/kriterien/<int:pk>/bearbeiten/", catalogue.CriterionEdit.as_view(), name="criterion_edit"),
    path("auswertung/kriterien/<int:pk>/loeschen/", catalogue.CriterionDelete.as_view(), name="criterion_delete"),
    path("auswertung/kriterien/saetze/neu/", catalogue.CriteriaSetCreate.as_view(), name="criteria_set_add"),
    path("auswertung/kriterien/saetze/<int:pk>/", catalogue.CriteriaSetPage.as_view(), name="criteria_set"),
    path(
        "auswertung/kriterien/saetze/<int:pk>/bearbeiten/",
        catalogue.CriteriaSetEdit.as_view(),
        name="criteria_set_edit",
    ),
    path(
        "auswertung/kriterien/saetze/<int:pk>/loeschen/",
        catalogue.CriteriaSetDelete.as_view(),
        name="criteria_set_delete",
    ),
]

R = "auswertung/runden/<int:serial>/"

rounds: list[URLPattern] = [
    path("auswertung/runden/", rounds_desk.RoundList.as_view(), name="rounds"),
    path("auswertung/runden/neu/", rounds_desk.RoundCreate.as_view(), name="round_add"),
    path(R, one_round.RoundPage.as_view(), name="round"),
    path(f"{R}bearbeiten/", rounds_desk.RoundEdit.as_view(), name="round_edit"),
    path(f"{R}loeschen/", rounds_desk.RoundDelete.as_view(), name="round_delete"),
    path(f"{R}veroeffentlichen/", rounds_desk.RoundPublish.as_view(), name="round_publish"),
    path(f"{R}schritt/", one_round.move_round, name="round_move"),
    path(f"{R}anschreiben/", one_round.write_late, name="round_write"),
    path(f"{R}erinnern/", one_round.nudge, name="round_nudge"),
    path(f"{R}testmail/", one_round.send_test, name="round_test"),
    path(f"{R}briefe.pdf", round_letters.letters, name="round_letters"),
    path(f"{R}akteure/<int:actor>/brief.pdf", round_letters.letters, name="round_letter"),
    path(f"{R}mails/", round_people.RoundMails.as_view(), name="round_mails"),
    path(f"{R}akteure/", round_people.RoundActors.as_view(), name="round_actors"),
    path(f"{R}akteure/<int:pk>/", round_people.round_actor, name="round_actor"),
]

one_session = f"{R}reflexionen/<int:pk>/"
one_point = f"{one_session}punkte/<int:rated>/<int:criterion>/"

reflecting: list[URLPattern] = [
    path(f"{R}abweichungen/", gaps.RoundGaps.as_view(), name="round_gaps"),
    path(f"{R}abweichungen/grenze/", gaps.set_limit, name="round_gap_limit"),
    path(f"{R}tagesordnung.pdf", round_papers.paper, {"kind": "agenda"}, name="agenda_pdf"),
    path(f"{R}arbeitsblaetter.pdf", round_papers.paper, {"kind": "measures"}, name="measure_sheets_pdf"),
    path(f"{R}zielblaetter.pdf", round_papers.paper, {"kind": "goals"}, name="goal_sheets_pdf"),
    path(f"{R}papiere/<int:pk>/", round_papers.stored, name="round_paper"),
    path(f"{R}reflexionen/neu/", reflections.ReflectionAdd.as_view(), name="reflection_add"),
    path(one_session, reflections.ReflectionPage.as_view(), name="reflection"),
    path(f"{one_session}bearbeiten/", reflections.ReflectionEdit.as_view(), name="reflection_edit"),
    path(f"{one_session}loeschen/", reflections.ReflectionDelete.as_view(), name="reflection_delete"),
    path(one_point, settling.ItemView.as_view(), name="reflection_item"),
    path(f"{one_point}zuruecknehmen/", settling.undo, name="reflection_item_undo"),
    path(f"{one_session}uebernehmen/", settling.adopt, name="reflection_adopt"),
    path(f"{one_session}uebernahme-zuruecknehmen/", settling.drop, name="reflection_drop"),
    path(f"{one_session}ziele/<int:number>/", settling.GoalView.as_view(), name="reflection_goal"),
    path(f"{one_session}buehne/", settling.stage, name="reflection_stage"),
    path(f"{one_session}live/", live.live, name="reflection_live"),
    path(f"{one_session}live/stand/", live.state, name="reflection_live_state"),
    path(f"{one_session}protokoll.pdf", round_papers.protocol, name="reflection_protocol"),
]

found: list[URLPattern] = [
    path("auswertung/", results.Results.as_view(), name="results"),
    path("auswertung/runden/<int:serial>/ergebnisse/", results.RoundResultsPage.as_view(), name="round_results"),
    path("auswertung/runden/<int:serial>/bewertungen/", rating_rows.round_ratings, name="round_ratings"),
]

one_actor = "berichte/<int:serial>/stellungnahme/<int:actor>/"

stated: list[URLPattern] = [
    path("berichte/<int:serial>/stellungnahmen/", statements.StatementDesk.as_view(), name="statements"),
    path("berichte/<int:serial>/stellungnahmen/bitten/", statements.StatementAsk.as_view(), name="statements_ask"),
    path(one_actor, statements.StatementPage.as_view(), name="statement"),
    path(f"{one_actor}schreiben/", statements.StatementWrite.as_view(), name="statement_write"),
    path(f"{one_actor}rueckfrage/", statements.StatementAskBack.as_view(), name="statement_ask_back"),
    path(f"{one_actor}<statement_step:step>/", statements.statement_step, name="statement_step"),
]

urlpatterns = [
    *overview,
    *found,
    *criteria,
    *rounds,
    *recommended,
    *rating,
    *next_period,
    *stated,
    *reports,
    *memory,
    *reflecting,
]
