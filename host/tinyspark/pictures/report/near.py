"""What light does to proximity, as a paragraph and a table of the sessions."""

from typing import Any

from tinyspark.pictures.report.markup import element, name, table

SHOWN = 12  # sessions


def section(report: dict[str, Any]) -> str:
    """Return the section; nothing without the sensor."""
    light = report["light"]
    if not light:
        return ""
    parts = [element("p", light["text"])]
    if light["saturated"]:
        parts.append(
            element(
                "p",
                f"{100 * light['saturated']:.0f} % of the takes reach the end of the sensor's"
                " range, where it cannot tell near from nearer.",
            )
        )
    if len(light["sessions"]) > 1:
        rows = [
            [
                name(each["session"] or "\N{EN DASH}"),
                str(each["takes"]),
                str(each["idle"]),
                str(each["strongest"]),
            ]
            for each in light["sessions"][:SHOWN]
        ]
        parts.append(table(["session", "takes", "idle level", "strongest"], rows))
    return element("section", element("h2", "Light"), *parts)
