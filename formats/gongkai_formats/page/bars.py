"""Which parts of a painted path may rule a table, whatever engine found it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

THICKEST = 4.0
"""A bar up to this many points thick may be a ruling line."""

WHITE = 245
"""Paint at least this light in every channel covers; it does not rule."""

STRAIGHT = 0.5
"""An edge that drifts by no more than this many points runs level or upright."""

Piece = tuple[float, float, float, float]


def path_pieces(points: Sequence[tuple[float, float]], curved: bool, stroked: bool) -> Iterator[Piece]:
    """Straight pieces of one subpath in its own units: all of it where it is thin, else each edge if it is stroked."""
    if len(points) < 2 or curved:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if min(box[2] - box[0], box[3] - box[1]) <= THICKEST:
        yield box
    elif stroked:
        for (x0, y0), (x1, y1) in pairwise(points):
            if min(abs(x1 - x0), abs(y1 - y0)) <= STRAIGHT:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
