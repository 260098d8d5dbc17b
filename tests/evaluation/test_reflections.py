"""Sessions: what they settle, what stands on stage, what two people at once cannot lose."""

import pytest

from evaluation.models import ReflectionStage
from tests import make
from tests.test_constraints import refused_by


@pytest.mark.parametrize("fields", [{}, {"rated": True}, {"rated": True, "criterion": True, "goal": True}])
def test_one_thing_stands_on_stage(db, fields):
    evaluation_round = make.evaluation_round(state="reflection")
    rated = make.rated(evaluation_round)
    things = {"rated": rated, "criterion": make.measure_criteria(evaluation_round)[0], "goal": rated.goal}
    session = make.reflection(evaluation_round)
    chosen = {name: things[name] for name in fields}
    refused_by("reflection_stage_one_thing", lambda: ReflectionStage.objects.create(reflection=session, **chosen))
