"""Styles for less time: selectors are tried once for all elements that cannot differ, and what follows from a style is
remembered with it."""

from collections.abc import Callable, Iterator
from functools import wraps
from types import SimpleNamespace
from typing import Any

from weasyprint.css import StyleFor
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.page import PageType

_wrap_table = build.wrap_table


def once_a_style(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """For what follows from a style alone, which many boxes share."""
    name = f"_{function.__name__}"

    @wraps(function)
    def known(style: Any) -> Any:
        if name not in style.__dict__:
            style.__dict__[name] = function(style)
        return style.__dict__[name]

    return known


class Styles(StyleFor):  # type: ignore[misc]
    """Tries the selectors on the first element of each kind.

    Elements of a kind have the same attributes, below parents of one kind, behind neighbours of one class, and all or
    none of them are the first or the last: our selectors ask for no more.
    """

    def __init__(self, html: Any, *more: Any) -> None:
        self.others: list[tuple[Any, Any]] = []
        elements = SimpleNamespace(iter_subtree=lambda: self.firsts(html.wrapper_element))
        document = {"etree_element": html.etree_element, "base_url": html.base_url, "wrapper_element": elements}
        super().__init__(SimpleNamespace(**document), *more)
        styles = self._computed_styles
        pseudo_types = {pseudo_type for _, pseudo_type in styles}
        for element, first in self.others:
            for pseudo_type in pseudo_types:
                if (first, pseudo_type) in styles:
                    styles[element, pseudo_type] = styles[first, pseudo_type]

    def firsts(self, root: Any) -> Iterator[Any]:
        """WeasyPrint goes on when the one before has its style: so the others have theirs before what is below them."""
        kinds: dict[Any, int] = {}
        found: list[Any] = []
        known: dict[Any, int] = {}
        for wrapper in root.iter_subtree():
            element, parent, before = wrapper.etree_element, wrapper.parent, wrapper.previous
            key = (
                -1 if parent is None else known[parent.etree_element],
                element.tag,
                *element.attrib.items(),
                before is None or (before.etree_element.tag, before.etree_element.get("class")),
                parent is None or wrapper.index + 1 == len(parent.etree_children),
            )
            kind = known[element] = kinds.setdefault(key, len(kinds))
            if kind == len(found):
                found.append(element)
                yield wrapper
            else:
                self._computed_styles[element, None] = self._computed_styles[found[kind], None]
                self.others.append((element, found[kind]))

    def set_computed_styles(self, element: Any, parent: Any, *more: Any, pseudo_type: Any = None, **named: Any) -> None:
        """WeasyPrint shares styles among elements; here also among pages, and what stands before and after elements."""
        styles, place = self._computed_styles, (element, pseudo_type)
        if pseudo_type is None and not isinstance(element, PageType):
            super().set_computed_styles(element, parent, *more, **named)
            return
        cascaded = self._cascaded_styles.get(place, {})
        key = (pseudo_type, *((name, id(value), str(weight)) for name, (value, weight) in cascaded.items()))
        known = styles[parent, None].__dict__.setdefault("_below", {})
        if key not in known:
            super().set_computed_styles(element, parent, *more, pseudo_type=pseudo_type, **named)
            known[key] = styles[place]
        styles[place] = known[key]


def wrap_table(box: Any, children: Any) -> Any:
    """A table and the box around it have styles of their own, which follow from that of the element."""
    wrapper = _wrap_table(box, children)
    table = next(child for child in wrapper.children if isinstance(child, boxes.TableBox))
    wrapper.style, table.style = box.style.__dict__.setdefault("_wrapped", (wrapper.style, table.style))
    return wrapper
