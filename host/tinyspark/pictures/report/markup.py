"""Elements of HTML and SVG. Texts are escaped here, once and for all: only Markup passes as is."""

import html


class Markup(str):
    """A text that is markup already, made by element() or joined() alone."""

    __slots__ = ()


def element(name: str, *inside: str, **attributes: object) -> Markup:
    """Return an element; an attribute is written class_ for class and x_y for x-y.

    Attributes that are None are left out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{joined(*inside)}</{name}>")


def joined(*parts: str) -> Markup:
    """Return texts and markup one after the other."""
    return Markup(
        "".join(part if isinstance(part, Markup) else html.escape(part) for part in parts)
    )


def name(text: str) -> Markup:
    """Return a text that somebody typed, in its own direction of writing."""
    return element("bdi", text)


def table(head: list[str], rows: list[list[str]]) -> Markup:
    """Return a table; the first cell of a row names it, all others are figures."""
    first = element("tr", *(element("th", cell, scope="col") for cell in head))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", x) for x in row[1:]))
        for row in rows
    ]
    whole = element("table", element("thead", first), element("tbody", *body))
    return element("div", whole, class_="wide")
