"""The database itself refuses to change or remove a frozen version.

SQLite drops triggers when a migration rebuilds the table: one that alters evaluation_reportversion runs ``create`` again.
"""

from django.db import migrations

MESSAGE = "Eine ausgefertigte Fassung kann nicht geändert oder gelöscht werden."
TABLE = "evaluation_reportversion"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION report_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER report_version_frozen BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION report_version_is_frozen()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER report_version_no_{event.lower()} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER report_version_frozen ON {TABLE}")
        schema_editor.execute("DROP FUNCTION report_version_is_frozen()")
        return
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER report_version_no_{event}")


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
