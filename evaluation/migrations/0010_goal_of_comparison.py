from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_goals(apps: Any, editor: Any) -> None:
    """Each comparison gets the goal that its measure has in the round."""
    rated = apps.get_model("evaluation", "RatedMeasure").objects.filter(pk=OuterRef("rated"))
    apps.get_model("evaluation", "Comparison").objects.update(goal=Subquery(rated.values("goal")[:1]))


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_statements"), ("goals", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="comparison",
            name="goal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comparisons",
                to="goals.goal",
                verbose_name="Handlungsziel",
            ),
        ),
        migrations.RunPython(take_goals, migrations.RunPython.noop),
    ]
