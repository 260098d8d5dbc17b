"""Colours that carry meaning can be read in light and dark and are defined once."""

from pathlib import Path

import pytest

from bildungsnetz.web.colours import BACKGROUNDS, GOAL_COLOURS, TONES, WHITE, contrast, goal_colour, stylesheet

STATIC = Path("bildungsnetz/web/static/web")
GOALS = [pytest.param(colour, id=f"goal {number}") for number, colour in GOAL_COLOURS.items()]
STATES = [pytest.param(tone.colour, id=name) for name, tone in TONES.items()]


def test_contrast_is_measured_as_wcag_says():
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", [*GOALS, *STATES])
def test_white_text_on_it_is_readable(colour):
    assert contrast(colour, WHITE) >= 4.5


@pytest.mark.parametrize("colour", [*GOALS, *STATES])
@pytest.mark.parametrize("background", BACKGROUNDS.values(), ids=BACKGROUNDS)
def test_it_stands_out_from_every_background(colour, background):
    assert contrast(colour, background) >= 3


def test_every_state_has_a_glyph_of_its_own():
    assert len({tone.glyph for tone in TONES.values()}) == len(TONES)


def test_the_stylesheet_is_made_of_these_colours():
    assert (STATIC / "colours.css").read_text() == stylesheet()


def test_a_sixth_goal_starts_over_and_no_goal_is_quiet():
    assert goal_colour(6) == GOAL_COLOURS[1]
    assert goal_colour(None) == TONES["off"].colour
