"""From when to when: the two dates of one cell."""

import pytest

from bildungsnetz.sheets.spans import as_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024–2026", ("2024", "2026", False)),
        ("2024 - 2026", ("2024", "2026", False)),
        ("01.05.2024–31.12.2026", ("01.05.2024", "31.12.2026", False)),
        ("vom 01.05.2024 bis zum 31.12.2026", ("01.05.2024", "31.12.2026", False)),
        ("2024-05-01 bis 2026-12-31", ("2024-05-01", "2026-12-31", False)),
        ("Mai 2024 – Juni 2026", ("Mai 2024", "Juni 2026", False)),
        ("Mai–Juli 2026", ("Mai 2026", "Juli 2026", False)),
        ("01.05.–31.12.2026", ("01.05.2026", "31.12.2026", False)),
        ("8. bis 12. Juli 2024", ("8. Juli 2024", "12. Juli 2024", False)),
        ("21.–25. Oktober 2024", ("21. Oktober 2024", "25. Oktober 2024", False)),
        ("5.-9.10.2026", ("5.10.2026", "9.10.2026", False)),
        ("01. bis 05.2026", ("01.2026", "05.2026", False)),
        ("08/2024-07/2026", ("08/2024", "07/2026", False)),
        ("Schuljahr 2024/25 bis Schuljahr 2026/27", ("Schuljahr 2024/25", "Schuljahr 2026/27", False)),
        ("2024/25", ("2024/25", "2024/25", False)),
        ("2026", ("2026", "2026", False)),
        ("seit 2020", ("2020", "", False)),
        ("ab Mai 2024", ("Mai 2024", "", False)),
        ("bis 2026", ("", "2026", False)),
        ("fortlaufend", ("", "", True)),
        ("01.08.2024 bis auf Weiteres", ("01.08.2024", "", True)),
        ("bis auf weiteres", ("", "", True)),
        ("unbegrenzt", ("", "", True)),
        ("ab dem 01.08.2024", ("01.08.2024", "", False)),
        ("bis spätestens 31.07.2027", ("", "31.07.2027", False)),
        ("Schuljahre 2024/25 bis 2026/27", ("Schuljahre 2024/25", "2026/27", False)),
        ("seit 2020 (laufend)", ("2020", "", True)),
        ("2024 – offen", ("2024", "", True)),
        ("offen", ("offen", "", False)),
        ("3 Jahre", ("3 Jahre", "", False)),
        ("noch offen gelassen", ("noch offen gelassen", "", False)),
    ],
)
def test_spans(text, span):
    assert as_span(text) == span


def test_a_story_is_no_span():
    assert as_span("a - " * 8_000 + "2026")[1:] == ("", False)
