import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A migration of its own: PostgreSQL does not alter a table whose foreign keys are still to be checked."""

    dependencies = [("evaluation", "0010_goal_of_comparison")]

    operations = [
        migrations.AlterField(
            model_name="comparison",
            name="goal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comparisons",
                to="goals.goal",
                verbose_name="Handlungsziel",
            ),
        ),
        migrations.AddIndex(
            model_name="comparison",
            index=models.Index(fields=["round", "goal", "gap"], name="comparison_counts"),
        ),
    ]
