"""Changes of what is known about takes: rows of recordings.csv in, rows out.

Pure: checks names, reads no samples and writes nothing.
"""

from collections.abc import Collection, Mapping, Sequence

from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.naming import check_detail, check_label, shown
from tinyspark.dataset.recording import SPLITS, RecordingError


def relabeled(rows: Sequence[Row], chosen: Collection[Row], label: str) -> list[Row]:
    """Return the rows, the chosen ones with another label; NamingError."""
    return _with(rows, chosen, {"label": check_label(label)})


def described(
    rows: Sequence[Row], chosen: Collection[Row], details: Mapping[str, str]
) -> list[Row]:
    """Return the rows, the chosen ones with another subject, session or split; UserError."""
    new = {}
    for what, text in details.items():
        new[what] = check_detail(text, what)
        if what == "split" and text not in SPLITS:
            raise RecordingError(
                f"The split {shown(text)} is unknown.\nUse train, validation, test or nothing."
            )
    return _with(rows, chosen, new)


def without(rows: Sequence[Row], chosen: Collection[Row]) -> list[Row]:
    """Return the rows that were not chosen."""
    gone = set(chosen)
    return [row for row in rows if row not in gone]


def _with(rows: Sequence[Row], chosen: Collection[Row], new: Mapping[str, str]) -> list[Row]:
    among = set(chosen)
    return [row._replace(**new) if row in among else row for row in rows]
