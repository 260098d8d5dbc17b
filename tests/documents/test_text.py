"""Plain text on its way into a document."""

from decimal import Decimal

import pytest

from bildungsnetz.documents.text import MISSING, budget_amount, german_number, paragraphs, printable


class TestPrintable:
    @pytest.mark.parametrize("text", ["", "Grüße aus Łódź", "<p>„Ja“ – 5 %</p>\n", "Ελλάδα Привет", "✓ 😀"])
    def test_what_our_fonts_have_stays(self, text: str) -> None:
        assert printable(text) == text

    @pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\ud800", "漢", "\ue000", "\ufffe"])
    def test_what_they_lack_becomes_a_mark(self, character: str) -> None:
        assert printable(f"a{character}b") == f"a{MISSING}b"

    def test_parts_of_letters_are_joined(self) -> None:
        assert printable("u\u0308") == "ü"

    def test_marks_that_turn_text_around_are_dropped(self) -> None:
        assert printable("a\u202eb\u2066c\ufeffd") == "abcd"

    def test_unusual_line_ends_become_usual_ones(self) -> None:
        assert printable("a\u2028b\u2029c\x85d\x0be\x0cf") == "a\nb\nc\nd\ne\nf"


class TestParagraphs:
    def test_a_blank_line_ends_a_paragraph(self) -> None:
        assert paragraphs("eins\nzwei\n\n \ndrei") == "<p>eins<br>zwei</p>\n<p>drei</p>"

    def test_hyphens_make_a_list(self) -> None:
        assert paragraphs("Davor:\n- eins\n– zwei\n  weiter\n\nDanach") == (
            "<p>Davor:</p>\n<ul><li>eins</li><li>zwei weiter</li></ul>\n<p>Danach</p>"
        )

    def test_numbers_make_a_numbered_list(self) -> None:
        assert paragraphs("1. eins\n2) zwei") == "<ol><li>eins</li><li>zwei</li></ol>"

    def test_a_list_begins_with_the_number_it_was_given(self) -> None:
        assert paragraphs("3. drei\n4. vier") == '<ol start="3"><li>drei</li><li>vier</li></ol>'

    def test_another_kind_of_list_is_another_list(self) -> None:
        assert paragraphs("- a\n1. b") == "<ul><li>a</li></ul>\n<ol><li>b</li></ol>"

    @pytest.mark.parametrize("text", ["2026 war gut", "24. November", "-kein Punkt", "1.5 Prozent"])
    def test_a_number_or_hyphen_alone_makes_no_list(self, text: str) -> None:
        assert paragraphs(text) == f"<p>{text}</p>"

    def test_markup_is_escaped(self) -> None:
        assert paragraphs("<b>x</b>\n\n- <i>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n<ul><li>&lt;i&gt;</li></ul>"

    @pytest.mark.parametrize("text", ["", None, " \n\n"])
    def test_nothing_is_nothing(self, text: str | None) -> None:
        assert paragraphs(text) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234567, 0, "1.234.567"), (Decimal("1234.5"), 1, "1.234,5"), (-2.25, 2, "−2,25"), (-0.04, 1, "0,0"), (0, 0, "0")],
)
def test_numbers_are_german(value: int | float | Decimal, decimals: int, text: str) -> None:
    assert german_number(value, decimals) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("170000", "170.000 €"), ("-25000", "- 25.000 €"), ("0.5", "0,50 €"), ("-0.05", "- 0,05 €")]
)
def test_expenses_have_a_minus_and_a_space(amount: str, text: str) -> None:
    assert budget_amount(Decimal(amount)).replace("\u00a0", " ") == text
