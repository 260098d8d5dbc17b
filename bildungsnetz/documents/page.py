"""A page of our HTML as WeasyPrint takes it, read by a parser written in C and without what no paper of ours has."""

import re
from functools import cache
from xml.etree import ElementTree

import cssselect2
import tinyhtml5
import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA
from weasyprint.urls import URLFetcher

BASE = "paper:"
BLOCKS = "html|head|meta|title|link|body|h[1-6]|p|ul|ol|li|table|caption|thead|tbody|tr|th|td"  # always; not so div
_BETWEEN_BLOCKS = re.compile(rf">\s+(?=</?(?:{BLOCKS})\b)")
_EMPTY_ELEMENT = re.compile(r"<((?:meta|link|br|wbr|hr|img|col)\b[^>]*?)\s*/?>")
_PICTURE = re.compile(r"<svg (?!xmlns)")
_NOTES = re.compile(r"^::(?:footnote|note)-.*\n", re.MULTILINE)


class Page(weasyprint.HTML):  # type: ignore[misc]
    """What WeasyPrint would make of ``html``; addresses in it are given out by ``fetcher``."""

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = BASE, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree(html), content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [browser_styles()]


def tree(html: str) -> ElementTree.Element:
    """The elements of ``html``. Django's templates and autoescape make it XML but for what is put right here; anything
    else is read as a browser would."""
    text = _BETWEEN_BLOCKS.sub(">", html.strip().removeprefix("<!doctype html>"))
    text = _PICTURE.sub('<svg xmlns="http://www.w3.org/2000/svg" ', _EMPTY_ELEMENT.sub(r"<\1/>", text))
    try:
        return ElementTree.fromstring(text)  # noqa: S314  without a doctype there are no entities to blow up
    except ElementTree.ParseError:
        found: ElementTree.Element = tinyhtml5.parse(html, namespace_html_elements=False)
        return found


@cache
def browser_styles() -> weasyprint.CSS:
    """How HTML looks by itself. WeasyPrint has six styles more for each element, for the case that it is a list item or
    a footnote."""
    text = _NOTES.sub("", UA).replace("\n::marker", "\nli::marker")
    return weasyprint.CSS(string=text, counter_style=CounterStyle())
