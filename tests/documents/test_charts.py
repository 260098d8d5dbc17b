"""Charts: what is drawn, what is said and what stands in the table are the same numbers."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from bildungsnetz.documents import charts
from bildungsnetz.documents.charts.indicator import ticks
from bildungsnetz.web.colours import GOAL_COLOURS, TONES

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: charts.Chart) -> ElementTree.Element:
    return ElementTree.fromstring(render_to_string(chart.template_name, {"chart": chart}).strip())


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def status_bar(*counts: int) -> charts.StatusBar:
    tones = [("im Plan", "good"), ("gefährdet", "watch"), ("verzögert", "late")]
    segments = tuple(charts.Segment(label, count, tone) for (label, tone), count in zip(tones, counts, strict=False))
    return charts.StatusBar("Stand", segments)


def indicator(*values: float | None, **options: object) -> charts.IndicatorChart:
    points = tuple(charts.Point(str(2020 + index), value) for index, value in enumerate(values))
    return charts.IndicatorChart("Quote", points, "%", 1, **options)  # type: ignore[arg-type]


def rounds(*values: tuple[float | None, ...]) -> charts.AttainmentRounds:
    goals = tuple(charts.GoalRounds(n, f"Ziel & <{n}>", one) for n, one in enumerate(values, start=1))
    names = tuple(f"Runde {n}" for n in range(1, len(values[0]) + 1)) if values else ()
    return charts.AttainmentRounds("Zielerreichung", names, goals)


def shares(*counts: tuple[int, ...]) -> charts.ShareBars:
    return charts.ShareBars("Verteilung", tuple(charts.Group(f"Gruppe {n}", one) for n, one in enumerate(counts)))


ALL = [
    rounds((1, None, 3, 4), (0, 0, 2.5, None)),
    rounds((2,)),
    rounds(),
    shares((1, 0, 200, 3, 4, 5), (0, 0, 0, 0, 0, 0)),
    shares(),
    status_bar(3, 0, 1),
    status_bar(),
    charts.GoalBars("Ziele", (charts.GoalBar(1, "Sprache & <Bildung>", 4), charts.GoalBar(2, "Teilhabe", 2))),
    indicator(50, None, 60.5, target=70, baseline=50),
    indicator(),
    indicator(None, None),
    charts.AttainmentScale("Erreicht", Decimal("2.5"), 1, goal=3),
    charts.AttainmentScale("Erreicht", None),
]


@pytest.mark.parametrize("chart", ALL)
class TestEveryChart:
    def test_its_title_says_all_numbers_of_its_table(self, chart: charts.Chart) -> None:
        title = drawn(chart).findtext(f"{SVG}title") or ""
        assert title == chart.label
        for value in (one for _, *cells in chart.as_table.rows for one in cells):
            assert value in title or value in ("0", "–", "zusammen")

    def test_it_has_a_description_and_says_what_it_is(self, chart: charts.Chart) -> None:
        svg = drawn(chart)
        assert svg.findtext(f"{SVG}desc") == chart.description
        assert svg.get("role") == "img"
        assert svg.get("font-family") == chart.font_family

    def test_coordinates_are_numbers_inside_the_canvas(self, chart: charts.Chart) -> None:
        svg = drawn(chart)
        width, height = (float(number) for number in svg.get("viewBox", "").split()[2:])
        for element in svg.iter():
            assert element.get("style") is None
            for name in ("x", "x1", "x2", "cx", "width"):
                assert 0 <= float(element.get(name, "0")) <= width
            for name in ("y", "y1", "y2", "cy"):
                assert 0 <= float(element.get(name, "0")) <= height

    def test_its_table_has_a_cell_for_each_column(self, chart: charts.Chart) -> None:
        html = render_to_string("components/charts/table.html", {"table": chart.as_table})
        assert html.count('scope="row"') == len(chart.as_table.rows)
        assert all(len(row) == len(chart.as_table.header) for row in chart.as_table.rows)


class TestStatusBar:
    def test_widths_are_to_each_other_as_the_counts(self) -> None:
        bars = drawn(status_bar(6, 0, 2)).findall(f"{SVG}rect")
        assert float(bars[0].get("width", "")) == pytest.approx(3 * float(bars[1].get("width", "")), abs=0.05)
        assert [bar.get("fill") for bar in bars] == [TONES["good"].colour, TONES["late"].colour]

    def test_a_state_that_is_too_narrow_to_write_into_stands_in_the_legend(self) -> None:
        chart = status_bar(500, 1)
        assert chart.parts[1].count_x is None
        assert "1 gefährdet" in texts(drawn(chart))

    def test_a_narrow_part_keeps_its_number_but_not_its_glyph(self) -> None:
        part = status_bar(30, 2).parts[1]
        assert part.glyph_x is None
        assert part.count_x is not None

    def test_a_full_legend_goes_on_in_the_next_line(self) -> None:
        segments = tuple(charts.Segment(f"Stand Nummer {number}", 1, "good") for number in range(6))
        rows = {entry.y for entry in charts.StatusBar("Stand", segments).legend}
        assert len(rows) > 1

    def test_without_anything_it_says_so(self) -> None:
        assert status_bar(0, 0).label == "Stand: keine Maßnahmen"

    def test_the_table_lists_empty_states_and_the_sum(self) -> None:
        assert status_bar(3, 0, 1).as_table.rows == (
            *(("im Plan", "3"), ("gefährdet", "0"), ("verzögert", "1")),
            ("zusammen", "4"),
        )


class TestGoalBars:
    def test_lengths_are_to_each_other_as_the_values_in_the_goals_colours(self) -> None:
        chart = charts.GoalBars("Ziele", (charts.GoalBar(1, "a", 9), charts.GoalBar(2, "b", 3)), unit="%")
        long, short = drawn(chart).findall(f"{SVG}g")
        bars = [row.findall(f"{SVG}rect")[1] for row in (long, short)]
        assert float(bars[0].get("width", "")) == pytest.approx(3 * float(bars[1].get("width", "")), abs=0.05)
        assert [bar.get("fill") for bar in bars] == [GOAL_COLOURS[1], GOAL_COLOURS[2]]
        assert texts(long) == ["1", "a", "9\u00a0%"]

    def test_a_long_title_is_cut_in_the_drawing_and_whole_in_the_table(self) -> None:
        title = "Übergänge gestalten und begleiten, gemeinsam mit allen Bildungsakteuren der Stadt"
        chart = charts.GoalBars("Ziele", (charts.GoalBar(1, title, 1),))
        assert chart.rows[0].title.endswith("…")
        assert chart.as_table.rows[0][0] == f"1 {title}"

    def test_without_values_there_are_no_bars(self) -> None:
        chart = charts.GoalBars("Ziele", (charts.GoalBar(1, "a", 0),))
        assert chart.rows[0].width == 0


class TestIndicator:
    def test_heights_follow_the_values(self) -> None:
        low, middle, high = indicator(50, 60, 70).dots
        assert low.y - middle.y == pytest.approx(middle.y - high.y, abs=0.02)
        assert low.y > high.y

    def test_the_line_is_broken_where_a_value_is_missing(self) -> None:
        chart = indicator(1, 2, None, 4, None, 6, 7)
        assert [path.count("L") for path in chart.paths] == [1, 1]
        assert len(chart.dots) == 5

    def test_target_and_baseline_stand_where_their_values_would(self) -> None:
        chart = indicator(50, 70, target=70, baseline=50)
        assert chart.target_line is not None
        assert chart.baseline_line is not None
        assert (chart.target_line.y1, chart.baseline_line.y1) == (chart.dots[1].y, chart.dots[0].y)

    def test_names_that_would_touch_are_moved_apart(self) -> None:
        first, second = indicator(50, target=50, baseline=50).names
        assert abs(first.y - second.y) >= 12

    def test_each_point_has_its_number_beside_it_in_german(self) -> None:
        assert {"50,0", "1.060,5"} <= set(texts(drawn(indicator(50, 1060.5))))

    def test_of_many_points_only_first_last_lowest_highest_are_labelled(self) -> None:
        chart = indicator(5, 4, 3, 9, *[6] * 20, 7)
        assert [dot.text for dot in chart.dots if dot.text] == ["5,0", "3,0", "9,0", "7,0"]

    @pytest.mark.parametrize("values", [(), (None, None)])
    def test_a_chart_without_values_says_so(self, values: tuple[None, ...]) -> None:
        assert "noch keine Werte" in texts(drawn(indicator(*values)))
        assert "noch keine Werte" not in texts(drawn(indicator(1)))

    def test_years_are_left_out_where_there_is_no_room_but_never_the_last(self) -> None:
        points = tuple(charts.Point(f"{2000 + year}/{year + 1:02}", year) for year in range(20))
        labels = charts.IndicatorChart("Quote", points).labels
        assert len(labels) < 10
        assert labels[-1].text == "2019/20"

    def test_without_target_it_says_that_none_was_resolved(self) -> None:
        chart = indicator(50)
        assert chart.as_table.rows[-1] == ("Zielwert", "kein Zielwert beschlossen")
        assert "kein Zielwert beschlossen" in chart.label

    @pytest.mark.parametrize(
        ("lowest", "highest", "expected"),
        [
            (0, 100, [0, 25, 50, 75, 100]),
            (61, 75, [60, 65, 70, 75]),
            (3, 3, [2.6, 2.8, 3, 3.2, 3.4]),
            (-5, 5, [-5, -2.5, 0, 2.5, 5]),
            (0, 0, [0, 0.25, 0.5, 0.75, 1]),
        ],
    )
    def test_the_axis_has_round_numbers_that_cover_all_values(
        self, lowest: float, highest: float, expected: list[float]
    ) -> None:
        assert ticks(lowest, highest) == expected

    def test_the_axis_writes_as_many_decimals_as_its_steps_need(self) -> None:
        assert indicator(0.01, 0.04).tick_texts[:2] == ["0,00", "0,01"]


class TestAttainment:
    def test_the_mark_stands_between_its_neighbours(self) -> None:
        chart = charts.AttainmentScale("Erreicht", Decimal("2.5"), 1)
        assert chart.mark is not None
        assert chart.mark.x == pytest.approx((chart.steps[2].x + chart.steps[3].x) / 2)
        assert chart.previous_x == chart.steps[1].x

    def test_before_the_first_round_there_is_no_mark(self) -> None:
        svg = drawn(charts.AttainmentScale("Erreicht", None))
        assert svg.findall(f"{SVG}circle") == []
        assert svg.findtext(f"{SVG}title") == "Erreicht: noch nicht bewertet"


class TestAttainmentRounds:
    def test_heights_follow_the_scale_that_all_goals_share(self) -> None:
        low, high = rounds((0,), (4,)).strips
        assert (low.dots[0].y, high.dots[0].y) == (low.lines[0].y1, high.lines[-1].y1)
        assert low.lines == high.lines

    def test_the_line_is_broken_where_a_goal_was_not_rated(self) -> None:
        (strip,) = rounds((1, 2, None, 4)).strips
        assert [path.count("L") for path in strip.paths] == [1]
        assert [dot.text for dot in strip.dots] == ["1", "2", "4"]

    def test_the_table_says_who_was_not_rated(self) -> None:
        assert rounds((1, None)).as_table.rows == (("1 Ziel & <1>", "1", "nicht bewertet"),)

    def test_many_rounds_leave_names_out_but_not_the_last(self) -> None:
        names = [label.text for label in rounds(tuple(range(4)) * 5).labels]
        assert names[-1] == "Runde 20"
        assert len(names) < 20


class TestShareBars:
    def test_widths_are_to_each_other_as_the_counts_and_fill_the_bar(self) -> None:
        one, other = shares((6, 0, 0, 2, 0, 0)).rows[0].parts
        assert one.width == pytest.approx(3 * other.width, abs=0.05)
        assert other.x + other.width == pytest.approx(360, abs=0.05)

    def test_each_part_is_marked_by_more_than_its_colour(self) -> None:
        assert texts(drawn(shares((5, 0, 0, 0, 0, 5))))[:6] == ["Gruppe 0", "10", "0", "5", "n.", "5"]

    def test_what_is_too_narrow_to_write_into_stands_in_the_table(self) -> None:
        chart = shares((500, 1, 0, 0, 0, 0))
        assert (chart.rows[0].parts[1].mark, chart.rows[0].parts[1].count) == ("", "")
        assert chart.as_table.rows[0][1:3] == ("500", "1")

    def test_a_group_without_answers_says_so(self) -> None:
        assert shares((0,) * 6).label == "Verteilung: Gruppe 0: keine Bewertungen"
