"""What prove_parity.py prints: what was compared, by source and by way, and the differences."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from parity.cases import Block
from parity.compare import Differences
from parity.ways import Outcome

KINDS = ("features", "sums", "confidences", "best", "detection", "news")
OWN = "windows by its own code"


def of_sources(
    what: str, blocks: Sequence[Block], compared: Mapping[str, Differences]
) -> Iterator[str]:
    """Yield lines: for every source how many windows or streams it has, and how many differ."""
    rows = []
    for source in dict.fromkeys(block.source for block in blocks):
        mine = [block for block in blocks if block.source == source]
        models = len({block.model for block in mine})
        differing = [str(each.by_source[source]) for each in compared.values()]
        rows.append((source, str(models), f"{_number(what, mine):,}", *differing))
    totals = [str(sum(int(row[at]) for row in rows)) for at in range(3, 3 + len(compared))]
    rows.append(("all", "", f"{_number(what, blocks):,}", *totals))
    yield from _table(("source", "models", what, *compared), rows)


def of_ways(outcomes: Mapping[str, Outcome], compared: Mapping[str, Differences]) -> Iterator[str]:
    """Yield lines: for every way how many numbers differ, and how long it took."""
    rows = []
    for name, outcome in outcomes.items():
        kinds = compared[name].by_kind if name in compared else Counter[str]()
        numbers = [str(kinds[kind]) for kind in KINDS]
        rows.append((name, *numbers, f"{outcome.own:,}", f"{outcome.seconds:.1f}"))
    yield from _table(("way", *KINDS, OWN, "seconds"), rows)


def _number(what: str, blocks: Sequence[Block]) -> int:
    return len(blocks) if what == "streams" else sum(len(block.values) for block in blocks)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join([row[0].ljust(widths[0]), *cells[1:]])
    yield ""
