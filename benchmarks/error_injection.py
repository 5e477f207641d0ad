"""How well the document's own arithmetic finds a single misread digit.

    python benchmarks/error_injection.py SOURCE… [--each N] [--seed S]

Every printed amount of every source in turn gets one digit that OCR could have read instead of the right one (N
variants each). Counted: errors in proved figures that some identity detects; of these, the ones located at the very
cell; of these, the ones whose first proposal is the right value. Also the false alarms on the documents as they are.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import gongkai
from gongkai.checking import Evaluation, evaluate_disclosure
from gongkai.checking.arithmetic.equations import feasible_interval
from gongkai.checking.arithmetic.figures import FigureKey
from gongkai.checking.arithmetic.slips import slips
from gongkai.plugins.registry import installed_registry


def arithmetic(path: Path) -> tuple[Evaluation, list[FigureKey]]:
    """The evaluation of a source and the keys of its printed amounts."""
    disclosure = gongkai.read(path)
    evaluation = evaluate_disclosure(disclosure, installed_registry())
    keys = [(table.id, fact.row, fact.column) for table in disclosure.tables for fact in gongkai.facts(table)]
    return evaluation, [key for key in keys if key in evaluation.figures]


def blamed(evaluation: Evaluation) -> set[FigureKey]:
    """The figures of all likeliest explanations."""
    likeliest = [component.explanations[0] for component in evaluation.components if component.explanations]
    return {key for explanation in likeliest for key in explanation.suspects}


def try_error(evaluation: Evaluation, key: FigureKey, wrong: str, known: set[FigureKey]) -> tuple[bool, bool, bool]:
    """Whether a wrong print is detected, located at its cell alone, and rightly mended by the first proposal.

    `known` are the figures that are blamed in the document as it is: real errors, which may hang together with ours.
    """
    right = evaluation.figures[key]
    changed = right.reread(wrong)
    assert changed is not None
    after = evaluation.with_figure(changed)
    if key not in after.contradicted:
        return False, False, False
    for component in after.components:
        best = component.explanations[0] if component.explanations else None
        if best is not None and key in best.suspects and set(best.suspects) <= known | {key}:
            first = best.proposals[best.suspects.index(key)][0].text
            return True, True, first.replace(",", "") == right.raw.replace(",", "")
    return True, False, False


def within_rounding(evaluation: Evaluation, key: FigureKey, wrong: str) -> bool:
    """Whether a wrong print is one of those with which every identity of its cell still holds: nothing can tell it."""
    interval = feasible_interval(key, evaluation.through[key], evaluation.figures)
    changed = evaluation.figures[key].reread(wrong)
    return interval is not None and changed is not None and interval[0] <= changed.value <= interval[1]


def changed_pair(right: str, wrong: str) -> str:
    """The two digits in which prints of equal length differ, the lesser first: `06`."""
    return next("".join(sorted(digits)) for digits in zip(right, wrong, strict=True) if digits[0] != digits[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--pairs", default="", help="only these confusions, as 17,68,06 (default: all that are known)")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    totals = [0, 0, 0, 0, 0, 0]
    hidden = 0
    print("source | amounts | proved | alarms | errors in proved | detected | located | right value first | CPU s")
    for source in args.sources:
        started = time.process_time()
        evaluation, keys = arithmetic(source)
        known = blamed(evaluation)
        counts = [len(keys), sum(key in evaluation.proved for key in keys), 0, 0, 0, 0]
        for key in keys:
            if key not in evaluation.proved:
                continue
            right_text = evaluation.figures[key].raw
            confused = [slip for slip in slips(right_text) if slip.kind == "confused"]
            if args.pairs:
                confused = [slip for slip in confused if changed_pair(right_text, slip.text) in args.pairs.split(",")]
            for slip in chance.sample(confused, min(args.each, len(confused))):
                detected, located, right = try_error(evaluation, key, slip.text, known)
                hidden += within_rounding(evaluation, key, slip.text)
                for place, hit in enumerate((True, detected, located, right)):
                    counts[2 + place] += hit
                if args.misses and not right:
                    print("   ", key, evaluation.figures[key].raw, "→", slip.text, detected, located)
        alarms = len(evaluation.components)
        spent = time.process_time() - started
        print(
            f"{source.name[:24]} | {counts[0]} | {counts[1]} | {alarms} | "
            + " | ".join(map(str, counts[2:]))
            + f" | {spent:.1f}"
        )
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
    _, _, errors, detected, located, right = totals
    if errors:
        print(
            f"proved {totals[1] / totals[0]:.1%} of {totals[0]} amounts; detected {detected / errors:.1%} of {errors} errors; "
            f"located {located / max(detected, 1):.1%} of them; right value first {right / max(located, 1):.1%} of those located\n"
            f"{hidden} errors lie within the rounding of every identity of their cell; of the other {errors - hidden}, "
            f"{detected / (errors - hidden):.1%} are detected"
        )


if __name__ == "__main__":
    main()
