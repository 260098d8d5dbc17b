"""Several models made in one step are what they are made one by one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from bildungsnetz import migrating


def create(name, *fields):
    return migrations.CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields])


OPERATIONS = [
    create("Nest"),
    create("Egg", ("nest", models.ForeignKey("eggs.Nest", models.CASCADE))),
    migrations.AddField("Nest", "height", models.IntegerField(null=True)),
    create("Bird", ("egg", models.ForeignKey("eggs.Egg", models.CASCADE))),
    create("Flight", ("birds", models.ManyToManyField("eggs.Bird"))),
]


def migration(base):
    return type("Step", (base,), {"operations": OPERATIONS})("0001_eggs", "eggs")


def sql(step, verb):
    """What the database is told, and which models there are in the end."""
    state = ProjectState()
    assert state.apps  # drawn before, as it is where migrations run
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        after = getattr(step, verb)(state, editor, collect_sql=True)
    return [line for line in editor.collected_sql if not line.startswith("--")], {*after.models}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["apply", "unapply"])
def test_the_database_is_told_the_same(verb):
    told = sql(migration(migrating.Migration), verb)
    assert told == sql(migration(migrations.Migration), verb)
    assert len(told[0]) > 5


def test_what_stands_between_models_stays_in_its_place():
    kinds = [type(one).__name__ for one in migration(migrating.Migration).operations]
    assert kinds == ["CreateModels", "AddField", "CreateModels"]
