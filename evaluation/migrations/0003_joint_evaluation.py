import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import evaluation.models.rating
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from bildungsnetz import migrating


class Migration(migrating.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("evaluation", "0002_frozen_versions"),
        ("goals", "0005_parts_of_indicators"),
        ("measures", "0006_reporting_windows"),
        ("outbox", "0003_reminder_runs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Bewertung")),
                ("not_ratable", models.BooleanField(default=False, verbose_name="nicht bewertbar")),
                ("rationale", models.TextField(blank=True, verbose_name="Begründung")),
                (
                    "backing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("figure", "Zahl"),
                            ("document", "Dokument"),
                            ("self_assessment", "Selbsteinschätzung"),
                            ("impression", "Eindruck"),
                        ],
                        max_length=15,
                        verbose_name="stützt sich auf",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bewertung",
                "verbose_name_plural": "Bewertungen",
                "ordering": ("criterion__position", "criterion__pk"),
            },
        ),
        migrations.CreateModel(
            name="CarryOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "key",
                    models.CharField(
                        error_messages={"unique": "Dieser Zeitraum wird schon vorbereitet."},
                        max_length=9,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A\\d{4}-\\d{4}\\Z", "Bitte in der Form 2028-2032 angeben."
                            )
                        ],
                        verbose_name="neuer Zeitraum",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Titel der neuen Zielperiode")),
                ("starts_on", models.DateField(verbose_name="Beginn")),
                ("ends_on", models.DateField(verbose_name="Ende")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Entwurf"), ("adopted", "beschlossen")],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="beschlossen am")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        editable=False,
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carry_overs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="angelegt von",
                    ),
                ),
                (
                    "new_period",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_from",
                        to="goals.period",
                        verbose_name="neue Zielperiode",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carry_overs",
                        to="goals.paper",
                        verbose_name="beschlossen mit",
                    ),
                ),
                (
                    "period",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carry_over",
                        to="goals.period",
                        verbose_name="bisherige Zielperiode",
                    ),
                ),
            ],
            options={
                "verbose_name": "Übertragung in die neue Periode",
                "verbose_name_plural": "Übertragungen in die neue Periode",
                "ordering": ("-period__starts_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="carry_over_ends_after_start",
                        violation_error_message="Das Ende liegt vor dem Beginn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted_on", None), ("new_period", None), ("paper", None), ("state", "draft")),
                            models.Q(
                                ("adopted_on__isnull", False),
                                ("new_period__isnull", False),
                                ("paper__isnull", False),
                                ("state", "adopted"),
                            ),
                            _connector="OR",
                        ),
                        name="carry_over_adopted_with_paper",
                        violation_error_message="Ein Beschluss hat eine Vorlage und ein Datum.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "field_origins",
                    models.JSONField(blank=True, default=dict, verbose_name="Herkunft einzelner Angaben"),
                ),
                ("source_urls", models.TextField(blank=True, verbose_name="Quellen (eine Adresse je Zeile)")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="Kriterium")),
                ("question", models.TextField(verbose_name="Frage")),
                ("guidance", models.TextField(blank=True, verbose_name="Hinweise zum Bewerten")),
                ("level_0", models.CharField(max_length=300, verbose_name="0 bedeutet")),
                ("level_1", models.CharField(max_length=300, verbose_name="1 bedeutet")),
                ("level_2", models.CharField(max_length=300, verbose_name="2 bedeutet")),
                ("level_3", models.CharField(max_length=300, verbose_name="3 bedeutet")),
                ("level_4", models.CharField(max_length=300, verbose_name="4 bedeutet")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[("measure", "Maßnahme"), ("goal", "Handlungsziel")],
                        default="measure",
                        max_length=8,
                        verbose_name="gilt für",
                    ),
                ),
                (
                    "effect_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("input", "Ressourcen (Input)"),
                            ("output", "Leistungen (Output)"),
                            ("outcome", "Wirkung bei der Zielgruppe (Outcome)"),
                            ("impact", "gesellschaftliche Wirkung (Impact)"),
                        ],
                        max_length=8,
                        verbose_name="Stelle der Wirkungskette",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=1,
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="Gewicht",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="Reihenfolge")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="nicht mehr verwenden ab")),
            ],
            options={
                "verbose_name": "Kriterium",
                "verbose_name_plural": "Kriterien",
                "ordering": ("applies_to", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("applies_to__in", ["measure", "goal"])),
                        name="criterion_applies_to_known",
                        violation_error_message="Ein Kriterium gilt für Maßnahmen oder für Handlungsziele.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effect_stage__in", ["", "input", "output", "outcome", "impact"])),
                        name="criterion_effect_stage_known",
                        violation_error_message="Diese Stelle der Wirkungskette gibt es nicht.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 10)),
                        name="criterion_weight_in_range",
                        violation_error_message="Das Gewicht liegt zwischen 0 und 10.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriteriaSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "field_origins",
                    models.JSONField(blank=True, default=dict, verbose_name="Herkunft einzelner Angaben"),
                ),
                ("source_urls", models.TextField(blank=True, verbose_name="Quellen (eine Adresse je Zeile)")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("title", models.CharField(max_length=120, unique=True, verbose_name="Titel")),
                ("description", models.TextField(blank=True, verbose_name="Wofür sie gedacht ist")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="Reihenfolge")),
                (
                    "criteria",
                    models.ManyToManyField(
                        blank=True, related_name="sets", to="evaluation.criterion", verbose_name="Kriterien"
                    ),
                ),
            ],
            options={
                "verbose_name": "Kriteriensatz",
                "verbose_name_plural": "Kriteriensätze",
                "ordering": ("position", "title"),
            },
        ),
        migrations.CreateModel(
            name="DraftGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="Nummer"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="Titel")),
                ("text", models.TextField(blank=True, null=True, verbose_name="Wortlaut des Ziels")),
                ("plain_text", models.TextField(blank=True, verbose_name="in einfachen Worten")),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("is_public", models.BooleanField(default=True, verbose_name="öffentlich")),
                (
                    "carry_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_goals",
                        to="evaluation.carryover",
                        verbose_name="Übertragung",
                    ),
                ),
                (
                    "goal",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafted_as",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
            ],
            options={
                "verbose_name": "Ziel im Entwurf",
                "verbose_name_plural": "Ziele im Entwurf",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carry_over", "number"),
                        name="draft_goal_number_unique",
                        violation_error_message="Diese Nummer ist im Entwurf schon vergeben.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="draft_goal_number_positive",
                        violation_error_message="Handlungsziele zählen ab 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("serial", models.PositiveIntegerField(editable=False, unique=True, verbose_name="laufende Nummer")),
                ("title", models.CharField(max_length=120, verbose_name="Titel")),
                ("text", models.TextField(blank=True, verbose_name="Text der Mail")),
                ("reference_on", models.DateField(verbose_name="Stichtag")),
                ("closes_on", models.DateField(verbose_name="Bewerten bis")),
                ("participants_rate", models.BooleanField(default=False, verbose_name="auch Mitwirkende bewerten")),
                (
                    "gap_from",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="Abweichung ab",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "vorbereitet"),
                            ("rating", "Bewertung läuft"),
                            ("reflection", "Reflexion"),
                            ("closed", "abgeschlossen"),
                        ],
                        default="prepared",
                        editable=False,
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="geöffnet am")),
                (
                    "rated_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Bewertung beendet am"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="abgeschlossen am"),
                ),
                (
                    "results_public_from",
                    models.DateField(blank=True, null=True, verbose_name="Ergebnisse öffentlich ab"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        editable=False,
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evaluation_rounds",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="angelegt von",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="goals.period",
                        verbose_name="Zielperiode",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bewertungsrunde",
                "verbose_name_plural": "Bewertungsrunden",
                "ordering": ("-serial",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["prepared", "rating", "reflection", "closed"])),
                        name="round_state_known",
                        violation_error_message="Diesen Stand einer Runde gibt es nicht.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gap_from__gte", 1), ("gap_from__lte", 4)),
                        name="round_gap_in_range",
                        violation_error_message="Eine Abweichung beginnt zwischen 1 und 4.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "prepared"), ("opened_at__isnull", False), _connector="OR"),
                        name="round_opened_has_date",
                        violation_error_message="Eine geöffnete Runde hat einen Zeitpunkt der Öffnung.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                            _connector="OR",
                        ),
                        name="round_closed_has_date",
                        violation_error_message="Eine abgeschlossene Runde hat einen Zeitpunkt des Abschlusses.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to=evaluation.models.rating.evidence_path, verbose_name="Datei")),
                ("file_name", models.CharField(editable=False, max_length=200, verbose_name="Dateiname")),
                ("content_type", models.CharField(editable=False, max_length=100, verbose_name="Dateityp")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="Größe in Byte")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="hochgeladen am"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="evaluation.assessment",
                        verbose_name="Bewertung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Beleg",
                "verbose_name_plural": "Belege",
                "ordering": ("added_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="GoalPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continued", "fortgeführt"),
                            ("adapted", "angepasst"),
                            ("merged", "zusammengeführt"),
                            ("split", "aufgeteilt"),
                            ("ended", "beendet"),
                        ],
                        max_length=12,
                        verbose_name="Was wird aus dem Ziel?",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("measures_end", models.BooleanField(default=False, verbose_name="Maßnahmen enden mit dem Ziel")),
                (
                    "previous_title",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="bisheriger Titel"),
                ),
                (
                    "previous_text",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="bisheriger Wortlaut"),
                ),
                (
                    "carry_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goal_plans",
                        to="evaluation.carryover",
                        verbose_name="Übertragung",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carry_over_plans",
                        to="goals.goal",
                        verbose_name="bisheriges Ziel",
                    ),
                ),
                (
                    "measures_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="following_plans",
                        to="evaluation.draftgoal",
                        verbose_name="Maßnahmen folgen in",
                    ),
                ),
                (
                    "targets",
                    models.ManyToManyField(
                        blank=True,
                        related_name="predecessor_plans",
                        to="evaluation.draftgoal",
                        verbose_name="geht ein in",
                    ),
                ),
            ],
            options={
                "verbose_name": "Entscheidung über ein Ziel",
                "verbose_name_plural": "Entscheidungen über Ziele",
                "ordering": ("goal__number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carry_over", "goal"),
                        name="goal_plan_unique",
                        violation_error_message="Über dieses Ziel ist schon entschieden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "continued", "adapted", "merged", "split", "ended"])),
                        name="goal_plan_kind_known",
                        violation_error_message="Diese Entscheidung gibt es nicht.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("adapted", "merged", "split", "ended")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="goal_plan_has_reason",
                        violation_error_message="Bitte begründen Sie, warum das Ziel nicht unverändert fortgeführt wird.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("measures_end", False), models.Q(("kind", "ended"), ("measures_to", None)), _connector="OR"
                        ),
                        name="goal_plan_measures_end_with_goal",
                        violation_error_message="Maßnahmen enden nur mit einem Ziel, das beendet wird.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCarryOver",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "key",
                    models.CharField(
                        db_index=True,
                        error_messages={"unique": "Dieser Zeitraum wird schon vorbereitet."},
                        max_length=9,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A\\d{4}-\\d{4}\\Z", "Bitte in der Form 2028-2032 angeben."
                            )
                        ],
                        verbose_name="neuer Zeitraum",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Titel der neuen Zielperiode")),
                ("starts_on", models.DateField(verbose_name="Beginn")),
                ("ends_on", models.DateField(verbose_name="Ende")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Entwurf"), ("adopted", "beschlossen")],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="beschlossen am")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        editable=False,
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="angelegt von",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "new_period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.period",
                        verbose_name="neue Zielperiode",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.paper",
                        verbose_name="beschlossen mit",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.period",
                        verbose_name="bisherige Zielperiode",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Übertragung in die neue Periode",
                "verbose_name_plural": "historical Übertragungen in die neue Periode",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCriteriaSet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "field_origins",
                    models.JSONField(blank=True, default=dict, verbose_name="Herkunft einzelner Angaben"),
                ),
                ("source_urls", models.TextField(blank=True, verbose_name="Quellen (eine Adresse je Zeile)")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("title", models.CharField(db_index=True, max_length=120, verbose_name="Titel")),
                ("description", models.TextField(blank=True, verbose_name="Wofür sie gedacht ist")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="Reihenfolge")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Kriteriensatz",
                "verbose_name_plural": "historical Kriteriensätze",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCriteriaSet_criteria",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "criteriaset",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.criteriaset",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.criterion",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="evaluation.historicalcriteriaset",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalCriteriaSet_criteria",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCriterion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                (
                    "field_origins",
                    models.JSONField(blank=True, default=dict, verbose_name="Herkunft einzelner Angaben"),
                ),
                ("source_urls", models.TextField(blank=True, verbose_name="Quellen (eine Adresse je Zeile)")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="Kriterium")),
                ("question", models.TextField(verbose_name="Frage")),
                ("guidance", models.TextField(blank=True, verbose_name="Hinweise zum Bewerten")),
                ("level_0", models.CharField(max_length=300, verbose_name="0 bedeutet")),
                ("level_1", models.CharField(max_length=300, verbose_name="1 bedeutet")),
                ("level_2", models.CharField(max_length=300, verbose_name="2 bedeutet")),
                ("level_3", models.CharField(max_length=300, verbose_name="3 bedeutet")),
                ("level_4", models.CharField(max_length=300, verbose_name="4 bedeutet")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[("measure", "Maßnahme"), ("goal", "Handlungsziel")],
                        default="measure",
                        max_length=8,
                        verbose_name="gilt für",
                    ),
                ),
                (
                    "effect_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("input", "Ressourcen (Input)"),
                            ("output", "Leistungen (Output)"),
                            ("outcome", "Wirkung bei der Zielgruppe (Outcome)"),
                            ("impact", "gesellschaftliche Wirkung (Impact)"),
                        ],
                        max_length=8,
                        verbose_name="Stelle der Wirkungskette",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=1,
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="Gewicht",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="Reihenfolge")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="nicht mehr verwenden ab")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Kriterium",
                "verbose_name_plural": "historical Kriterien",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDraftGoal",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="Nummer"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="Titel")),
                ("text", models.TextField(blank=True, null=True, verbose_name="Wortlaut des Ziels")),
                ("plain_text", models.TextField(blank=True, verbose_name="in einfachen Worten")),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("is_public", models.BooleanField(default=True, verbose_name="öffentlich")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "carry_over",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.carryover",
                        verbose_name="Übertragung",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Ziel im Entwurf",
                "verbose_name_plural": "historical Ziele im Entwurf",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvaluationRound",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("serial", models.PositiveIntegerField(db_index=True, editable=False, verbose_name="laufende Nummer")),
                ("title", models.CharField(max_length=120, verbose_name="Titel")),
                ("text", models.TextField(blank=True, verbose_name="Text der Mail")),
                ("reference_on", models.DateField(verbose_name="Stichtag")),
                ("closes_on", models.DateField(verbose_name="Bewerten bis")),
                ("participants_rate", models.BooleanField(default=False, verbose_name="auch Mitwirkende bewerten")),
                (
                    "gap_from",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="Abweichung ab",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "vorbereitet"),
                            ("rating", "Bewertung läuft"),
                            ("reflection", "Reflexion"),
                            ("closed", "abgeschlossen"),
                        ],
                        default="prepared",
                        editable=False,
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="geöffnet am")),
                (
                    "rated_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Bewertung beendet am"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="abgeschlossen am"),
                ),
                (
                    "results_public_from",
                    models.DateField(blank=True, null=True, verbose_name="Ergebnisse öffentlich ab"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("source", "aus der Quelle"),
                            ("paraphrase", "sinngemäß nach der Quelle"),
                            ("own", "eigene Angabe"),
                            ("suggestion", "Vorschlag"),
                            ("invented", "Beispiel (erfunden)"),
                        ],
                        default="own",
                        editable=False,
                        max_length=12,
                        verbose_name="Herkunft",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="angelegt von",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.period",
                        verbose_name="Zielperiode",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Bewertungsrunde",
                "verbose_name_plural": "historical Bewertungsrunden",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGoalPlan",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continued", "fortgeführt"),
                            ("adapted", "angepasst"),
                            ("merged", "zusammengeführt"),
                            ("split", "aufgeteilt"),
                            ("ended", "beendet"),
                        ],
                        max_length=12,
                        verbose_name="Was wird aus dem Ziel?",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("measures_end", models.BooleanField(default=False, verbose_name="Maßnahmen enden mit dem Ziel")),
                (
                    "previous_title",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="bisheriger Titel"),
                ),
                (
                    "previous_text",
                    models.TextField(blank=True, editable=False, null=True, verbose_name="bisheriger Wortlaut"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "carry_over",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.carryover",
                        verbose_name="Übertragung",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.goal",
                        verbose_name="bisheriges Ziel",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measures_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.draftgoal",
                        verbose_name="Maßnahmen folgen in",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Entscheidung über ein Ziel",
                "verbose_name_plural": "historical Entscheidungen über Ziele",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGoalPlan_targets",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "draftgoal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.draftgoal",
                    ),
                ),
                (
                    "goalplan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.goalplan",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="evaluation.historicalgoalplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalGoalPlan_targets",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeasurePlan",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("continued", "geht weiter"), ("ended", "endet")],
                        max_length=10,
                        verbose_name="Was wird aus der Maßnahme?",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "carry_over",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.carryover",
                        verbose_name="Übertragung",
                    ),
                ),
                (
                    "draft_goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.draftgoal",
                        verbose_name="weiter unter",
                    ),
                ),
                (
                    "from_goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.goal",
                        verbose_name="bisheriges Ziel",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="measures.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Entscheidung über eine Maßnahme",
                "verbose_name_plural": "historical Entscheidungen über Maßnahmen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReflection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("steering_group", "Sitzung des Lenkungskreises"), ("workshop", "Workshop")],
                        default="steering_group",
                        max_length=14,
                        verbose_name="Art",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="Tag")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Ort")),
                (
                    "further_bodies",
                    models.TextField(blank=True, verbose_name="weitere vertretene Stellen (eine je Zeile)"),
                ),
                ("note", models.TextField(blank=True, verbose_name="Allgemeines")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Reflexion",
                "verbose_name_plural": "historical Reflexionen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStatementRequest",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("due_on", models.DateField(verbose_name="Stellungnahme bis")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="gebeten am"),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "steht aus"),
                            ("submitted", "abgegeben"),
                            ("waived", "keine Stellungnahme"),
                            ("withdrawn", "zurückgezogen"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="abgegeben am"),
                ),
                ("question", models.TextField(blank=True, verbose_name="Rückfrage des Bildungsbüros")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="measures.actor",
                        verbose_name="Akteur",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="abgegeben von",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.report",
                        verbose_name="Bericht",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Bitte um Stellungnahme",
                "verbose_name_plural": "historical Bitten um Stellungnahme",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MeasurePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("continued", "geht weiter"), ("ended", "endet")],
                        max_length=10,
                        verbose_name="Was wird aus der Maßnahme?",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                (
                    "carry_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measure_plans",
                        to="evaluation.carryover",
                        verbose_name="Übertragung",
                    ),
                ),
                (
                    "draft_goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_plans",
                        to="evaluation.draftgoal",
                        verbose_name="weiter unter",
                    ),
                ),
                (
                    "from_goal",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_by_measures",
                        to="goals.goal",
                        verbose_name="bisheriges Ziel",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carry_over_plans",
                        to="measures.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
            ],
            options={
                "verbose_name": "Entscheidung über eine Maßnahme",
                "verbose_name_plural": "Entscheidungen über Maßnahmen",
                "ordering": ("measure__serial",),
                "indexes": [models.Index(fields=["measure", "kind"], name="measure_plan_of_measure")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carry_over", "measure"),
                        name="measure_plan_unique",
                        violation_error_message="Über diese Maßnahme ist schon entschieden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draft_goal__isnull", False), ("kind", "continued")),
                            models.Q(("draft_goal", None), ("kind__in", ["", "ended"])),
                            _connector="OR",
                        ),
                        name="measure_plan_continues_under_goal",
                        violation_error_message="Bitte wählen Sie, unter welchem Ziel die Maßnahme weitergeht.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "ended"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_plan_end_has_reason",
                        violation_error_message="Bitte begründen Sie, warum die Maßnahme endet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatedMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="aufgenommen am"
                    ),
                ),
                (
                    "is_counted",
                    models.BooleanField(default=True, editable=False, verbose_name="zählt in den Ergebnissen"),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rated_measures",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rated_measures",
                        to="measures.actor",
                        verbose_name="Federführung",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rated_measures",
                        to="measures.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rated_measures",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
            ],
            options={
                "verbose_name": "Maßnahme der Runde",
                "verbose_name_plural": "Maßnahmen der Runde",
                "ordering": ("measure__serial",),
                "indexes": [models.Index(fields=["round", "goal"], name="rated_measure_of_goal")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "measure"),
                        name="rated_measure_unique",
                        violation_error_message="Diese Maßnahme ist in der Runde schon enthalten.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRatingSheet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "voice",
                    models.CharField(
                        choices=[("lead", "Federführung"), ("participant", "Mitwirkung"), ("office", "Bildungsbüro")],
                        max_length=11,
                        verbose_name="Stimme",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "steht aus"), ("draft", "begonnen"), ("submitted", "abgegeben")],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                ("worked", models.TextField(blank=True, verbose_name="Was hat gut geklappt?")),
                ("did_not_work", models.TextField(blank=True, verbose_name="Was hat nicht geklappt?")),
                ("needs", models.TextField(blank=True, verbose_name="Was brauchen wir?")),
                ("for_report", models.TextField(blank=True, verbose_name="Für den Bericht")),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="geöffnet am")),
                (
                    "saved_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="zuletzt gespeichert am"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="abgegeben am"),
                ),
                (
                    "submitted_by_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "über den Link"),
                            ("account", "angemeldet"),
                            ("office", "durch das Bildungsbüro"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="abgegeben",
                    ),
                ),
                ("reopen_note", models.TextField(blank=True, editable=False, verbose_name="Hinweis beim Wiederöffnen")),
                (
                    "sender",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="Absender ohne Konto"),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True, editable=False, max_length=254, verbose_name="E-Mail-Adresse des Absenders"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="measures.actor",
                        verbose_name="Akteur",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bewertet von",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rated",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.ratedmeasure",
                        verbose_name="Maßnahme der Runde",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Bewertungsbogen",
                "verbose_name_plural": "historical Bewertungsbögen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RatingSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "voice",
                    models.CharField(
                        choices=[("lead", "Federführung"), ("participant", "Mitwirkung"), ("office", "Bildungsbüro")],
                        max_length=11,
                        verbose_name="Stimme",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "steht aus"), ("draft", "begonnen"), ("submitted", "abgegeben")],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                ("worked", models.TextField(blank=True, verbose_name="Was hat gut geklappt?")),
                ("did_not_work", models.TextField(blank=True, verbose_name="Was hat nicht geklappt?")),
                ("needs", models.TextField(blank=True, verbose_name="Was brauchen wir?")),
                ("for_report", models.TextField(blank=True, verbose_name="Für den Bericht")),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="geöffnet am")),
                (
                    "saved_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="zuletzt gespeichert am"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="abgegeben am"),
                ),
                (
                    "submitted_by_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "über den Link"),
                            ("account", "angemeldet"),
                            ("office", "durch das Bildungsbüro"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="abgegeben",
                    ),
                ),
                ("reopen_note", models.TextField(blank=True, editable=False, verbose_name="Hinweis beim Wiederöffnen")),
                (
                    "sender",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="Absender ohne Konto"),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True, editable=False, max_length=254, verbose_name="E-Mail-Adresse des Absenders"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating_sheets",
                        to="measures.actor",
                        verbose_name="Akteur",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rating_sheets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bewertet von",
                    ),
                ),
                (
                    "rated",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="evaluation.ratedmeasure",
                        verbose_name="Maßnahme der Runde",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bewertungsbogen",
                "verbose_name_plural": "Bewertungsbögen",
                "ordering": ("rated__measure__serial", "voice", "actor__sort_key", "pk"),
                "indexes": [models.Index(fields=["actor", "state"], name="rating_sheet_owed")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rated", "actor"),
                        name="rating_sheet_unique",
                        violation_error_message="Dieser Akteur hat zu dieser Maßnahme schon einen Bogen.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voice", "office")),
                        fields=("rated",),
                        name="rating_sheet_one_of_office",
                        violation_error_message="Das Bildungsbüro bewertet jede Maßnahme einmal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor", None), ("voice", "office")),
                            models.Q(("actor__isnull", False), ("voice__in", ["lead", "participant"])),
                            _connector="OR",
                        ),
                        name="rating_sheet_voice_has_actor",
                        violation_error_message="Ein Bogen gehört einem Akteur oder dem Bildungsbüro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), ("submitted_at__isnull", False)),
                            models.Q(("state__in", ["open", "draft"]), ("submitted_at", None)),
                            _connector="OR",
                        ),
                        name="rating_sheet_submitted_has_date",
                        violation_error_message="Ein abgegebener Bogen hat einen Zeitpunkt der Abgabe.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="E-Mail-Adresse")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="Name oder Funktion")),
                (
                    "kind",
                    models.CharField(
                        choices=[("opening", "Anschreiben"), ("nudge", "Erinnerung")], max_length=8, verbose_name="Art"
                    ),
                ),
                ("day", models.DateField(verbose_name="Tag")),
                ("held_because", models.CharField(blank=True, max_length=200, verbose_name="zurückgehalten, weil")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="eingereiht am"
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rating_mails",
                        to="outbox.outgoingmail",
                        verbose_name="Mail",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
                (
                    "sheets",
                    models.ManyToManyField(
                        related_name="mails", to="evaluation.ratingsheet", verbose_name="Bewertungsbögen"
                    ),
                ),
            ],
            options={
                "verbose_name": "Mail der Bewertungsrunde",
                "verbose_name_plural": "Mails der Bewertungsrunde",
                "ordering": ("created_at", "pk"),
                "indexes": [models.Index(fields=["address"], name="rating_mail_address")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "address", "kind", "day"),
                        name="rating_mail_once_a_day",
                        violation_error_message="Diese Adresse hat heute schon eine solche Mail bekommen.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "opening")),
                        fields=("round", "address"),
                        name="rating_mail_one_opening",
                        violation_error_message="Diese Adresse ist schon angeschrieben.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["opening", "nudge"])),
                        name="rating_mail_kind_known",
                        violation_error_message="Diese Art von Mail gibt es nicht.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessments",
                to="evaluation.ratingsheet",
                verbose_name="Bewertungsbogen",
            ),
        ),
        migrations.CreateModel(
            name="Reflection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("steering_group", "Sitzung des Lenkungskreises"), ("workshop", "Workshop")],
                        default="steering_group",
                        max_length=14,
                        verbose_name="Art",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="Tag")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Ort")),
                (
                    "further_bodies",
                    models.TextField(blank=True, verbose_name="weitere vertretene Stellen (eine je Zeile)"),
                ),
                ("note", models.TextField(blank=True, verbose_name="Allgemeines")),
                (
                    "bodies",
                    models.ManyToManyField(
                        blank=True, related_name="reflections", to="measures.actor", verbose_name="vertretene Akteure"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reflections",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
            ],
            options={
                "verbose_name": "Reflexion",
                "verbose_name_plural": "Reflexionen",
                "ordering": ("held_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["steering_group", "workshop"])),
                        name="reflection_kind_known",
                        violation_error_message="Diese Art von Sitzung gibt es nicht.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("serial", models.PositiveIntegerField(editable=False, unique=True, verbose_name="laufende Nummer")),
                ("text", models.TextField(verbose_name="Empfehlung")),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "angenommen"),
                            ("changed", "geändert angenommen"),
                            ("rejected", "abgelehnt"),
                        ],
                        max_length=8,
                        verbose_name="Entscheidung",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="entschieden am")),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="entschieden von (andere Stelle)"),
                ),
                ("decided_text", models.TextField(blank=True, verbose_name="geänderter Wortlaut")),
                ("decision_note", models.TextField(blank=True, verbose_name="Anmerkung zur Entscheidung")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="bis")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("open", "offen"),
                            ("running", "in Arbeit"),
                            ("done", "umgesetzt"),
                            ("dropped", "nicht weiterverfolgt"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="Umsetzung",
                    ),
                ),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="erledigt am")),
                ("outcome_text", models.TextField(blank=True, verbose_name="Was daraus geworden ist")),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="goals.committee",
                        verbose_name="entschieden vom Gremium",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "goal_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="goals.goalrevision",
                        verbose_name="Fortschreibung",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="measures.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="goals.paper",
                        verbose_name="auf Grundlage der Vorlage",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="measures.actor",
                        verbose_name="verantwortlich",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="evaluation.reflection",
                        verbose_name="Reflexion",
                    ),
                ),
            ],
            options={
                "verbose_name": "Empfehlung",
                "verbose_name_plural": "Empfehlungen",
                "ordering": ("serial",),
                "indexes": [
                    models.Index(fields=["goal", "decision", "progress"], name="recommendation_of_goal"),
                    models.Index(fields=["measure", "decision", "progress"], name="recommendation_of_measure"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("decision", "")),
                            models.Q(
                                ("decided_on__isnull", False), ("decision__in", ["accepted", "changed", "rejected"])
                            ),
                            _connector="OR",
                        ),
                        name="recommendation_decision_has_date",
                        violation_error_message="Eine Entscheidung hat ein Datum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", ""),
                            ("committee__isnull", False),
                            models.Q(("decided_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="recommendation_decision_has_body",
                        violation_error_message="Bitte geben Sie an, wer entschieden hat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "changed"), _negated=True),
                            models.Q(("decided_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="recommendation_change_has_text",
                        violation_error_message="Eine geänderte Empfehlung braucht den neuen Wortlaut.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__in", ("accepted", "changed")), _negated=True),
                            models.Q(("due_on__isnull", False), ("responsible__isnull", False)),
                            _connector="OR",
                        ),
                        name="recommendation_adopted_has_responsible",
                        violation_error_message="Was angenommen ist, braucht eine verantwortliche Stelle und ein Datum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_on", None), ("progress__in", ("open", "running"))),
                            models.Q(("finished_on__isnull", False), ("progress__in", ["done", "dropped"])),
                            _connector="OR",
                        ),
                        name="recommendation_finished_has_date",
                        violation_error_message="Was erledigt ist, hat ein Datum.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReflection_bodies",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="measures.actor",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="evaluation.historicalreflection",
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.reflection",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalReflection_bodies",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRecommendation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("serial", models.PositiveIntegerField(db_index=True, editable=False, verbose_name="laufende Nummer")),
                ("text", models.TextField(verbose_name="Empfehlung")),
                ("reason", models.TextField(blank=True, verbose_name="Begründung")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "angenommen"),
                            ("changed", "geändert angenommen"),
                            ("rejected", "abgelehnt"),
                        ],
                        max_length=8,
                        verbose_name="Entscheidung",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="entschieden am")),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="entschieden von (andere Stelle)"),
                ),
                ("decided_text", models.TextField(blank=True, verbose_name="geänderter Wortlaut")),
                ("decision_note", models.TextField(blank=True, verbose_name="Anmerkung zur Entscheidung")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="bis")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("open", "offen"),
                            ("running", "in Arbeit"),
                            ("done", "umgesetzt"),
                            ("dropped", "nicht weiterverfolgt"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="Umsetzung",
                    ),
                ),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="erledigt am")),
                ("outcome_text", models.TextField(blank=True, verbose_name="Was daraus geworden ist")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.committee",
                        verbose_name="entschieden vom Gremium",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "goal_revision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.goalrevision",
                        verbose_name="Fortschreibung",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="measures.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.paper",
                        verbose_name="auf Grundlage der Vorlage",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="measures.actor",
                        verbose_name="verantwortlich",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.reflection",
                        verbose_name="Reflexion",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Empfehlung",
                "verbose_name_plural": "historical Empfehlungen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGoalReflection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "attainment",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "nicht erreicht"),
                            (1, "in Ansätzen erreicht"),
                            (2, "teilweise erreicht"),
                            (3, "weitgehend erreicht"),
                            (4, "voll erreicht"),
                        ],
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="Zielerreichung",
                    ),
                ),
                ("attainment_reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("strengths", models.TextField(blank=True, verbose_name="Stärken")),
                ("weaknesses", models.TextField(blank=True, verbose_name="Schwächen")),
                ("opportunities", models.TextField(blank=True, verbose_name="Chancen")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.reflection",
                        verbose_name="Reflexion",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Ergebnis zum Handlungsziel",
                "verbose_name_plural": "historical Ergebnisse zu den Handlungszielen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="GoalReflection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "attainment",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "nicht erreicht"),
                            (1, "in Ansätzen erreicht"),
                            (2, "teilweise erreicht"),
                            (3, "weitgehend erreicht"),
                            (4, "voll erreicht"),
                        ],
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="Zielerreichung",
                    ),
                ),
                ("attainment_reason", models.TextField(blank=True, verbose_name="Begründung")),
                ("strengths", models.TextField(blank=True, verbose_name="Stärken")),
                ("weaknesses", models.TextField(blank=True, verbose_name="Schwächen")),
                ("opportunities", models.TextField(blank=True, verbose_name="Chancen")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal_reflections",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goal_reflections",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal_reflections",
                        to="evaluation.reflection",
                        verbose_name="Reflexion",
                    ),
                ),
            ],
            options={
                "verbose_name": "Ergebnis zum Handlungsziel",
                "verbose_name_plural": "Ergebnisse zu den Handlungszielen",
                "ordering": ("round", "goal__number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "goal"),
                        name="goal_reflection_unique",
                        violation_error_message="Zu diesem Handlungsziel gibt es in der Runde schon ein Ergebnis.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attainment", None), ("attainment__lte", 4), _connector="OR"),
                        name="goal_reflection_attainment_in_range",
                        violation_error_message="Die Zielerreichung liegt zwischen 0 und 4.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=1,
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="Gewicht",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="Reihenfolge")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round_criteria",
                        to="evaluation.criterion",
                        verbose_name="Kriterium",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="round_criteria",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kriterium der Runde",
                "verbose_name_plural": "Kriterien der Runde",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "criterion"),
                        name="round_criterion_unique",
                        violation_error_message="Dieses Kriterium ist in der Runde schon gewählt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 10)),
                        name="round_criterion_weight_in_range",
                        violation_error_message="Das Gewicht liegt zwischen 0 und 10.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lead", "Bewertungen der Federführung"),
                            ("participant", "Bewertungen der Mitwirkenden"),
                            ("office", "Bewertungen des Bildungsbüros"),
                            ("backing", "Belege"),
                            ("gap", "Abweichungen"),
                            ("mean", "Mittelwert"),
                            ("size", "Größe der Gruppe"),
                            ("sheets", "Bögen"),
                        ],
                        max_length=11,
                        verbose_name="Art",
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=40, verbose_name="Schlüssel")),
                ("n", models.BigIntegerField(verbose_name="Anzahl")),
                (
                    "goal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="round_counts",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "Auszählung",
                "verbose_name_plural": "Auszählungen",
                "ordering": ("round", "goal", "criterion", "kind", "key"),
                "indexes": [models.Index(fields=["round", "criterion", "goal"], name="round_count_of_group")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["lead", "participant", "office", "backing", "gap", "mean", "size", "sheets"])
                        ),
                        name="round_count_kind_known",
                        violation_error_message="Diese Art von Zahl gibt es nicht.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReflectionStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "rated",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="evaluation.ratedmeasure",
                        verbose_name="Maßnahme der Runde",
                    ),
                ),
                (
                    "reflection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stage",
                        to="evaluation.reflection",
                        verbose_name="Reflexion",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bühne der Reflexion",
                "verbose_name_plural": "Bühnen der Reflexionen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("criterion__isnull", False), ("goal", None), ("rated__isnull", False)),
                            models.Q(("criterion", None), ("goal__isnull", False), ("rated", None)),
                            _connector="OR",
                        ),
                        name="reflection_stage_one_thing",
                        violation_error_message="Auf der Bühne steht ein Punkt einer Maßnahme oder ein Handlungsziel.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReflectionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("agreed", "geeinigt"), ("dissent", "abweichende Meinungen")],
                        max_length=8,
                        verbose_name="Ergebnis",
                    ),
                ),
                (
                    "agreed_value",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="vereinbarte Bewertung"),
                ),
                ("actor_view", models.TextField(blank=True, verbose_name="Sicht des Akteurs")),
                ("office_view", models.TextField(blank=True, verbose_name="Sicht des Bildungsbüros")),
                ("note", models.TextField(blank=True, verbose_name="Anmerkung")),
                (
                    "adopted",
                    models.BooleanField(default=False, editable=False, verbose_name="ohne Aussprache übernommen"),
                ),
                (
                    "rated",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="evaluation.ratedmeasure",
                        verbose_name="Maßnahme der Runde",
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="evaluation.reflection",
                        verbose_name="Reflexion",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "Ergebnis der Reflexion",
                "verbose_name_plural": "Ergebnisse der Reflexion",
                "ordering": ("rated__measure__serial", "criterion__position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rated", "criterion"),
                        name="reflection_item_unique",
                        violation_error_message="Zu diesem Punkt ist schon ein Ergebnis festgehalten.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_value__isnull", False), ("agreed_value__lte", 4), ("outcome", "agreed")),
                            models.Q(
                                ("agreed_value", None),
                                ("outcome", "dissent"),
                                models.Q(("actor_view", ""), _negated=True),
                                models.Q(("office_view", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reflection_item_value_or_views",
                        violation_error_message="Nötig ist eine vereinbarte Bewertung von 0 bis 4 oder beide Sichtweisen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReflectionItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("agreed", "geeinigt"), ("dissent", "abweichende Meinungen")],
                        max_length=8,
                        verbose_name="Ergebnis",
                    ),
                ),
                (
                    "agreed_value",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="vereinbarte Bewertung"),
                ),
                ("actor_view", models.TextField(blank=True, verbose_name="Sicht des Akteurs")),
                ("office_view", models.TextField(blank=True, verbose_name="Sicht des Bildungsbüros")),
                ("note", models.TextField(blank=True, verbose_name="Anmerkung")),
                (
                    "adopted",
                    models.BooleanField(default=False, editable=False, verbose_name="ohne Aussprache übernommen"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rated",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.ratedmeasure",
                        verbose_name="Maßnahme der Runde",
                    ),
                ),
                (
                    "reflection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.reflection",
                        verbose_name="Reflexion",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Ergebnis der Reflexion",
                "verbose_name_plural": "historical Ergebnisse der Reflexion",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGoalAssessment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Bewertung")),
                ("not_ratable", models.BooleanField(default=False, verbose_name="nicht bewertbar")),
                ("rationale", models.TextField(blank=True, verbose_name="Begründung")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "goal_reflection",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.goalreflection",
                        verbose_name="Ergebnis zum Handlungsziel",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Bewertung des Handlungsziels",
                "verbose_name_plural": "historical Bewertungen des Handlungsziels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssessment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Bewertung")),
                ("not_ratable", models.BooleanField(default=False, verbose_name="nicht bewertbar")),
                ("rationale", models.TextField(blank=True, verbose_name="Begründung")),
                (
                    "backing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("figure", "Zahl"),
                            ("document", "Dokument"),
                            ("self_assessment", "Selbsteinschätzung"),
                            ("impression", "Eindruck"),
                        ],
                        max_length=15,
                        verbose_name="stützt sich auf",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.ratingsheet",
                        verbose_name="Bewertungsbogen",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Bewertung",
                "verbose_name_plural": "historical Bewertungen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="GoalAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Bewertung")),
                ("not_ratable", models.BooleanField(default=False, verbose_name="nicht bewertbar")),
                ("rationale", models.TextField(blank=True, verbose_name="Begründung")),
                (
                    "goal_reflection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="evaluation.goalreflection",
                        verbose_name="Ergebnis zum Handlungsziel",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goal_values",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bewertung des Handlungsziels",
                "verbose_name_plural": "Bewertungen des Handlungsziels",
                "ordering": ("criterion__position", "criterion__pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("goal_reflection", "criterion"),
                        name="goal_assessment_unique",
                        violation_error_message="Zu diesem Kriterium gibt es schon eine Bewertung.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value", None), models.Q(("not_ratable", False), ("value__lte", 4)), _connector="OR"
                        ),
                        name="goal_assessment_value_in_range",
                        violation_error_message="Bewertet wird mit 0 bis 4 oder „nicht bewertbar“.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead_said",
                    models.CharField(
                        choices=[
                            ("value", "bewertet"),
                            ("not_ratable", "nicht bewertbar"),
                            ("missing", "nicht abgegeben"),
                        ],
                        max_length=11,
                        verbose_name="Federführung",
                    ),
                ),
                (
                    "office_said",
                    models.CharField(
                        choices=[
                            ("value", "bewertet"),
                            ("not_ratable", "nicht bewertbar"),
                            ("missing", "nicht abgegeben"),
                        ],
                        max_length=11,
                        verbose_name="Bildungsbüro",
                    ),
                ),
                ("lead_value", models.PositiveSmallIntegerField(null=True, verbose_name="Bewertung der Federführung")),
                (
                    "office_value",
                    models.PositiveSmallIntegerField(null=True, verbose_name="Bewertung des Bildungsbüros"),
                ),
                ("gap", models.PositiveSmallIntegerField(null=True, verbose_name="Abweichung")),
                (
                    "agreement",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="Übereinstimmung der Maßnahme in Promille"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comparisons",
                        to="goals.goal",
                        verbose_name="Handlungsziel",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparisons",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
                (
                    "rated",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparisons",
                        to="evaluation.ratedmeasure",
                        verbose_name="Maßnahme der Runde",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparisons",
                        to="evaluation.roundcriterion",
                        verbose_name="Kriterium",
                    ),
                ),
            ],
            options={
                "verbose_name": "Gegenüberstellung",
                "verbose_name_plural": "Gegenüberstellungen",
                "ordering": ("rated__measure__serial", "criterion__position", "criterion__pk"),
                "indexes": [
                    models.Index(fields=["round", "gap", "agreement", "rated", "criterion"], name="comparison_agenda"),
                    models.Index(fields=["round", "goal", "gap"], name="comparison_counts"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rated", "criterion"),
                        name="comparison_unique",
                        violation_error_message="Diese Gegenüberstellung gibt es schon.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gap", None),
                            models.Q(("lead_value__isnull", False), ("office_value__isnull", False)),
                            _connector="OR",
                        ),
                        name="comparison_gap_has_values",
                        violation_error_message="Eine Abweichung braucht zwei Bewertungen.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="criterion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessments",
                to="evaluation.roundcriterion",
                verbose_name="Kriterium",
            ),
        ),
        migrations.CreateModel(
            name="RoundPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, verbose_name="Schlüssel")),
                ("file_name", models.CharField(max_length=120, verbose_name="Dateiname")),
                ("pdf", models.BinaryField(verbose_name="PDF")),
                ("rendered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="erzeugt am")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="evaluation.evaluationround",
                        verbose_name="Bewertungsrunde",
                    ),
                ),
            ],
            options={
                "verbose_name": "Papier der Runde",
                "verbose_name_plural": "Papiere der Runde",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "key"),
                        name="round_paper_unique",
                        violation_error_message="Dieses Papier gibt es schon.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision_no",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="Bearbeitungsstand"),
                ),
                ("due_on", models.DateField(verbose_name="Stellungnahme bis")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="gebeten am"),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "steht aus"),
                            ("submitted", "abgegeben"),
                            ("waived", "keine Stellungnahme"),
                            ("withdrawn", "zurückgezogen"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="abgegeben am"),
                ),
                ("question", models.TextField(blank=True, verbose_name="Rückfrage des Bildungsbüros")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_requests",
                        to="measures.actor",
                        verbose_name="Akteur",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="statement_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="abgegeben von",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statement_requests",
                        to="evaluation.report",
                        verbose_name="Bericht",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bitte um Stellungnahme",
                "verbose_name_plural": "Bitten um Stellungnahme",
                "ordering": ("report", "actor__sort_key", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "actor"),
                        name="statement_request_unique",
                        violation_error_message="Dieser Akteur ist zu diesem Bericht schon gebeten.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer__in", ["submitted", "waived"]), ("answered_at__isnull", False)),
                            models.Q(("answer__in", ("open", "withdrawn")), ("answered_at", None)),
                            _connector="OR",
                        ),
                        name="statement_request_answered_has_date",
                        violation_error_message="Was beantwortet ist, hat einen Zeitpunkt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="Stellungnahme")),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="measures.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="evaluation.statementrequest",
                        verbose_name="Bitte um Stellungnahme",
                    ),
                ),
            ],
            options={
                "verbose_name": "Stellungnahme",
                "verbose_name_plural": "Stellungnahmen",
                "ordering": ("request", "measure__serial", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "measure"),
                        name="statement_unique",
                        violation_error_message="Zu dieser Maßnahme gibt es schon eine Stellungnahme.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("measure", None)),
                        fields=("request",),
                        name="statement_one_for_all",
                        violation_error_message="Eine allgemeine Stellungnahme gibt es schon.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="statement_has_text",
                        violation_error_message="Eine Stellungnahme hat einen Text.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStatement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.TextField(verbose_name="Stellungnahme")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="measures.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="evaluation.statementrequest",
                        verbose_name="Bitte um Stellungnahme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical Stellungnahme",
                "verbose_name_plural": "historical Stellungnahmen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("sheet", "criterion"),
                name="assessment_unique",
                violation_error_message="Zu diesem Kriterium gibt es schon eine Bewertung.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value", None), models.Q(("not_ratable", False), ("value__lte", 4)), _connector="OR"
                ),
                name="assessment_value_in_range",
                violation_error_message="Bewertet wird mit 0 bis 4 oder „nicht bewertbar“.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("backing__in", ["", "figure", "document", "self_assessment", "impression"])),
                name="assessment_backing_known",
                violation_error_message="Diese Art von Beleg gibt es nicht.",
            ),
        ),
    ]
