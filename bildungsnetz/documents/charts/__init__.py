"""Charts as SVG, one template for page and PDF. The classes here compute every coordinate; templates only write them.

Each chart has ``title`` (its name), ``label`` (name and all numbers in one sentence: the SVG's ``<title>``, which the
PDF keeps as alternative text), ``description`` (how to read it), ``template_name`` and ``as_table``. ``width`` is in
units that equal CSS pixels at natural size: about 360 for a phone-proof chart on a page, 640 for the width of a paper.
"""

from bildungsnetz.documents.charts.attainment import AttainmentScale
from bildungsnetz.documents.charts.bars import GoalBar, GoalBars, Segment, StatusBar
from bildungsnetz.documents.charts.base import Chart, Table
from bildungsnetz.documents.charts.indicator import IndicatorChart, Point
from bildungsnetz.documents.charts.rounds import AttainmentRounds, GoalRounds
from bildungsnetz.documents.charts.shares import Group, ShareBars, Step

__all__ = [
    "AttainmentRounds",
    "AttainmentScale",
    "Chart",
    "GoalBar",
    "GoalBars",
    "GoalRounds",
    "Group",
    "IndicatorChart",
    "Point",
    "Segment",
    "ShareBars",
    "StatusBar",
    "Step",
    "Table",
]
