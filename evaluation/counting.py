"""Counts what a round's ratings say, in the database, once: when the rating ends and again when the round is closed.

What counts, the only place where it stands:

- Assessments of sheets that were handed in, on measures that are public at the moment of counting. That moment is kept
  (``RatedMeasure.is_counted``): a measure that is withdrawn after the round was closed changes no result any more.
- LEAD, PARTICIPANT, OFFICE: how often this voice answered 0 to 4 ("0" … "4") or not ratable ("none").
- BACKING: what the values of lead and office rest on; "" where nothing was said. "Nicht bewertbar" rests on nothing.
- GAP: how often lead and office differ by 0 to 4, where both gave a value.
- MEAN: of each measure and criterion its value as the voices have it: the mean of lead and office, or the value of the
  one that gave one. "points" is twice the sum of these values, "weight" their number. What sessions agree upon takes
  their place when results are read (``evaluation.results``).
- SIZE: "<part> measures" and "<part> actors" (leading ones): about how many the answers of "lead", those of "office"
  and the values of both ("pair") are.
- SHEETS: "<voice> <standing>", per goal and in all, as ``evaluation.ratings`` defines how a sheet stands.

Groups: each criterion under each goal, and the sums: per goal, per criterion, of all. Across criteria MEAN is weighted
(points and weight in hundredths) and GAP leaves out criteria of weight 0: asked and shown, but part of no mean.
"""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef

from measures.models import Measure, Publication

from .models import CountKind, EvaluationRound, RatedMeasure, RatingSheet, RoundCount
from .ratings import sheets_with_standing

WEIGHT = "CAST(ROUND(asked.weight * 100) AS INTEGER)"

# What both voices of the goal's measures answered, one row an assessment.
ANSWERS = """
    FROM evaluation_ratedmeasure rated
    JOIN evaluation_ratingsheet sheet ON sheet.rated_id = rated.id AND sheet.state = 'submitted'
    JOIN evaluation_assessment given ON given.sheet_id = sheet.id
    WHERE rated.round_id = %(round)s AND rated.is_counted = TRUE
        AND (given.value IS NOT NULL OR given.not_ratable = TRUE)
"""
PAIRS = """
    FROM evaluation_comparison pair JOIN evaluation_ratedmeasure rated ON rated.id = pair.rated_id
    WHERE rated.round_id = %(round)s AND rated.is_counted = TRUE
"""
TWICE = """CASE WHEN pair.gap IS NULL THEN 2 * COALESCE(pair.lead_value, pair.office_value)
    ELSE pair.lead_value + pair.office_value END"""
VALUED = "(pair.lead_value IS NOT NULL OR pair.office_value IS NOT NULL)"

INSERT = "INSERT INTO evaluation_roundcount (round_id, goal_id, criterion_id, kind, key, n) "

# Each criterion under each goal.
CELLS = (
    f"""SELECT %(round)s, rated.goal_id, given.criterion_id, sheet.voice,
        COALESCE(CAST(given.value AS VARCHAR(4)), 'none'), COUNT(*) {ANSWERS} GROUP BY 2, 3, 4, 5""",
    f"""SELECT %(round)s, rated.goal_id, given.criterion_id, 'backing', given.backing, COUNT(*)
        {ANSWERS} AND sheet.voice <> 'participant' AND given.value IS NOT NULL GROUP BY 2, 3, 5""",
    f"""SELECT %(round)s, rated.goal_id, pair.criterion_id, 'gap', CAST(pair.gap AS VARCHAR(4)), COUNT(*)
        {PAIRS} AND pair.gap IS NOT NULL GROUP BY 2, 3, 5""",
    f"""SELECT %(round)s, rated.goal_id, pair.criterion_id, 'mean', 'points', SUM({TWICE})
        {PAIRS} AND {VALUED} GROUP BY 2, 3""",
    f"""SELECT %(round)s, rated.goal_id, pair.criterion_id, 'mean', 'weight', COUNT(*)
        {PAIRS} AND {VALUED} GROUP BY 2, 3""",
)
# Columns of the sums over them, and of what cannot be summed because one measure stands in many cells.
NONE = "CAST(NULL AS BIGINT)"
FACTOR = (
    f"CASE cell.kind WHEN 'mean' THEN {WEIGHT} WHEN 'gap' THEN CASE WHEN asked.weight > 0 THEN 1 ELSE 0 END ELSE 1 END"
)
GROUPS = (
    # goal, criterion, factor
    ("cell.goal_id", NONE, FACTOR),
    (NONE, "cell.criterion_id", "1"),
    (NONE, NONE, FACTOR),
)
SUM = """SELECT %(round)s, {goal}, {criterion}, cell.kind, cell.key, SUM(cell.n * {factor})
    FROM evaluation_roundcount cell JOIN evaluation_roundcriterion asked ON asked.id = cell.criterion_id
    WHERE cell.round_id = %(round)s AND cell.goal_id IS NOT NULL GROUP BY 2, 3, 4, 5"""
# The answers behind each part of a group's figures, and what their criterion is called there.
PARTS = {
    "lead": (f"{ANSWERS} AND sheet.voice = 'lead'", "given"),
    "office": (f"{ANSWERS} AND sheet.voice = 'office'", "given"),
    "pair": (f"{PAIRS} AND pair.gap IS NOT NULL", "pair"),
}
SIZE = """SELECT %(round)s, {goal}, {criterion}, 'size', '{part} {noun}', COUNT(DISTINCT {column})
    {answers} GROUP BY 2, 3"""


def statements() -> Iterator[str]:
    """The queries whose rows are stored, in their order: sums read what was stored before them."""
    yield from CELLS
    for goal, criterion, factor in GROUPS:
        yield SUM.format(goal=goal, criterion=criterion, factor=factor)
    for goal, criterion in (("cell.goal_id", "cell.criterion_id"), *(group[:2] for group in GROUPS)):
        for part, (answers, alias) in PARTS.items():
            columns = {"goal": goal.replace("cell", "rated"), "criterion": criterion.replace("cell", alias)}
            for noun, column in (("measures", "rated.id"), ("actors", "rated.lead_id")):
                yield SIZE.format(**columns, part=part, noun=noun, column=column, answers=answers)


def count(evaluation_round: EvaluationRound) -> None:
    """Counts the round anew. For the actions that end its rating and close it, while it is not closed yet; the voices
    have been compared before (``evaluation.ratings.compare``)."""
    with transaction.atomic():
        RoundCount.objects.filter(round=evaluation_round).delete()
        mark_counted(evaluation_round)
        with connection.cursor() as cursor:
            for statement in statements():
                cursor.execute(INSERT + statement, {"round": evaluation_round.pk})
        RoundCount.objects.bulk_create(sheets_of(evaluation_round))


def mark_counted(evaluation_round: EvaluationRound) -> None:
    """Keeps which measures are public at this moment."""
    rated = RatedMeasure.objects.filter(round=evaluation_round)
    public = Exists(Measure.objects.filter(pk=OuterRef("measure"), publication=Publication.RELEASED))
    rated.filter(~public, is_counted=True).update(is_counted=False)
    rated.filter(public, is_counted=False).update(is_counted=True)


def sheets_of(evaluation_round: EvaluationRound) -> Iterator[RoundCount]:
    """How many sheets of each voice stand how, per goal and in all."""
    rows = sheets_with_standing(RatingSheet.objects.filter(rated__round=evaluation_round)).order_by()
    for goal in ("rated__goal", None):
        columns = [name for name in (goal, "voice", "standing") if name]
        for row in rows.values(*columns).annotate(n=Count("pk")):
            yield RoundCount(
                round=evaluation_round,
                goal_id=row.get("rated__goal"),
                kind=CountKind.SHEETS,
                key=f"{row['voice']} {row['standing']}",
                n=row["n"],
            )
