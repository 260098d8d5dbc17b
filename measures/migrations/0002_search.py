"""Makes trigram search possible. The word index, the triggers and the count are put up by ``derived.heal``."""

from django.db import migrations
from django.db.utils import ProgrammingError

REFUSED = (
    "PostgreSQL erlaubt diesem Konto nicht, die Erweiterung pg_trgm anzulegen. Bitte einmalig als Verwaltungskonto"
    ' in dieser Datenbank ausführen: CREATE EXTENSION pg_trgm;'
)


def add_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone()[0]:
            return
        try:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except ProgrammingError as refusal:
            raise ProgrammingError(REFUSED) from refusal


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]
    operations = [migrations.RunPython(add_trigrams, migrations.RunPython.noop)]
