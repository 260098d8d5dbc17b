"""Writes that pass by the history are made on models that keep none, or stand here with the reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SILENT = {"update", "bulk_create", "bulk_update", "abulk_create", "abulk_update", "aupdate", "_raw_delete"}
SILENT |= {"save_without_historical_record"}

# "<file>:<function>" -> why no row of history is missed.
ALLOWED = {
    "bildungsnetz/web/rows.py:save": "a position is moved out of the way; the save that follows is recorded",
    "bildungsnetz/operations/progress.py:report": "jobs keep no history",
    "bildungsnetz/operations/models.py:take": "numbers given out keep no history",
    "bildungsnetz/outbox/actions/reminding.py:claim_notices": "notices keep no history",
    "bildungsnetz/history/bulk.py:delete_with_history": "it writes the rows of history itself",
    "goals/actions.py:make_room": "a session is moved out of the way; the save that follows is recorded",
    "measures/actions/actor.py:refresh_search_of_measures": "the search text is made from what is recorded",
    "measures/forms/actor.py:save": "an address is moved out of the way; the save that follows is recorded",
    "measures/imports/writing.py:write_parts": "it writes the rows of history itself",
    "measures/personal_data.py:forget_contacts": "erasing a person means erasing it from the history too",
    "measures/personal_data.py:forget_sender": "erasing a person means erasing it from the history too",
    "evaluation/actions/rounds.py:make_sheets": "empty sheets say nothing; their history begins when somebody rates",
    "evaluation/counting.py:count": "counts keep no history: they follow from what is recorded",
    "evaluation/counting.py:mark_counted": "what a round is about keeps no history",
    "evaluation/personal_data.py:forget_sender": "erasing a person means erasing it from the history too",
    "evaluation/actions/ratings.py:save_quietly": "what is being drafted has no history; handing in writes it",
    "evaluation/actions/adoption.py:carry_further_goals": "the save of each measure that follows is recorded",
    "evaluation/filling/fill.py:make_actors": "made-up rows for a bench database have no history",
    "bildungsnetz/accounts/erasure.py:forget_in_history": "erasing a person means erasing it from the history too",
}


def silent_writes(path: Path) -> Iterator[str]:
    """``<file>:<function>`` for each call in the file that changes rows without a signal."""
    tree = ast.parse(path.read_text())
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and is_silent(call, call.func):
                    yield f"{path.relative_to(ROOT)}:{function.name}"


def is_silent(call: ast.Call, func: ast.Attribute) -> bool:
    if func.attr not in SILENT:
        return False
    receiver = ast.unparse(func.value)
    about_rows = func.attr != "update" or (call.keywords and "(" in receiver)
    models_without_history = {model.__name__ for model in apps.get_models() if not hasattr(model, "history")}
    return bool(about_rows) and receiver.split(".")[0] not in models_without_history


def test_no_write_passes_by_the_history():
    files = [path for app in ("bildungsnetz", "goals", "measures", "evaluation") for path in (ROOT / app).rglob("*.py")]
    found = {place for path in files if "migrations" not in path.parts for place in silent_writes(path)}
    assert found - ALLOWED.keys() == set()


def test_the_test_finds_what_it_looks_for(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.history.test_unrecorded_writes.ROOT", tmp_path)
    path = tmp_path / "actions.py"
    path.write_text("def quiet():\n    Measure.objects.filter(pk=1).update(title='x')\n    data.update(a=1)\n")
    assert list(silent_writes(path)) == ["actions.py:quiet"]
