"""The database of the running test, as another process must be told of it."""

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """``DATABASE_URL`` for the test's own database, also where PostgreSQL is reached by a socket in a folder."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = ":".join(quote(database[part], safe="") for part in ("USER", "PASSWORD") if database[part])
    place = ":".join(quote(str(database[part]), safe="") for part in ("HOST", "PORT") if database[part])
    return f"postgres://{login}@{place}/{database['NAME']}"
