"""Labels with their values: beside them, after a colon, below them, in closing rows and lists of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import msgspec

from gongkai.model import FormSection, FormValue
from gongkai.plugins.specs import load_toml
from gongkai.plugins.specs.forms import FormField, FormHeads, FormPeople, FormTotal, FormVariant
from gongkai.recognise.forms.levels import level_name
from gongkai.recognise.forms.tokens import Token, cells_of, label_key, places_of, printed_label, short_key

_COLON = re.compile(r"[:：]")
_LABEL = 18
"""Characters of the longest label before a colon."""

_SIGNED = re.compile(r"[≥≤＝=<>＜＞]\s?\d")
_WORD = 3
"""Characters of the shortest word by which glued cells are parted: shorter ones stand in any text."""

_GLUED = 60
"""Characters of the longest cell that may be glued of several; longer ones are texts."""

_SHORT = 40
"""Characters up to which a cell behind a label may print label and value itself."""

_LONG = 160
"""Characters from which only the opening of a cell can be a label: what stands in its text is text."""


class KnownWords:
    """Every word of a variant's print, to tell cells that a scan glued together: labels, heads, sources, level names."""

    def __init__(self, variant: FormVariant) -> None:
        self._keys = {label_key(word) for word in _printed_words(variant) if len(word) >= _WORD}

    def knows(self, text: str) -> bool:
        """Whether a text is one of the words, whole."""
        if label_key(text) in self._keys or short_key(text) in self._keys:
            return True
        name = level_name(text)
        return name is not None and name.exact and not name.short

    def part(self, token: Token) -> list[Token]:
        """The tokens of a cell: one, or several where known words stand in it between blanks."""
        pieces = token.text.split() if len(token.text) <= _GLUED else []
        if len(pieces) < 2 or self.knows(token.text) or not self._is_glued(token, pieces):
            return [token]
        runs: list[list[str]] = []
        known = True
        for piece in pieces:
            alone = self.knows(piece)
            if alone or known or Token(token.cell, piece).value_like:
                runs.append([piece])
            else:
                runs[-1].append(piece)
            known = alone
        return [replace(token, text=" ".join(run)) for run in runs]

    def _is_glued(self, token: Token, pieces: list[str]) -> bool:
        """Whether pieces between blanks were cells: several figures, a signed value behind its name, a known word."""
        figures = len(pieces) > 2 and all(Token(token.cell, piece).figure for piece in pieces)
        valued = any(_SIGNED.match(piece) for piece in pieces[1:])
        return figures or valued or any(map(self.knows, pieces))


def _printed_words(variant: FormVariant) -> Iterator[str]:
    """Every label, head and row a variant may print."""
    yield from chain.from_iterable(field.labels for field in variant.fields)
    yield from chain.from_iterable(total.labels for total in variant.totals)
    yield from chain.from_iterable(people.labels for people in variant.people)
    for table in variant.tables:
        yield from chain.from_iterable(column.labels for column in table.columns)
    yield from variant.groups
    if variant.fund_table:
        yield from chain(variant.fund_table.rows, *(column.labels for column in variant.fund_table.columns))
    for heads in variant.heads:
        yield from chain(heads.rows, *heads.labels)
    for one in variant.fund_lists:
        yield from chain(one.heads, one.rows)


class FieldLabels:
    """The field labels of a variant by folded text, and behind them those any form may print."""

    def __init__(self, variant: FormVariant) -> None:
        self._fields = dict(_common_fields())
        self._fields |= {label_key(label): one for one in variant.fields for label in one.labels}

    def find(self, token: Token) -> FormField | None:
        """The field a whole cell labels."""
        return self._fields.get(token.key) or self._fields.get(short_key(token.text))

    def unfold(self, tokens: list[Token]) -> list[Token]:
        """Cells that print label and value around a colon, once or several times, become tokens of their own."""
        unfolded: list[Token] = []
        for number, token in enumerate(tokens):
            unfolded += [token] if self.find(token) else self._pieces(token, number == 0)
        return unfolded

    def _pieces(self, token: Token, first: bool) -> list[Token]:
        if len(token.text) > _SHORT and not first:
            return [token]
        marks = self._marks(token)
        if not marks or token.text[: marks[0][0]].strip():
            return [token]
        pieces: list[Token] = []
        for (start, colon), following in zip(marks, [*marks[1:], None], strict=True):
            value = token.text[colon + 1 : following[0] if following else len(token.text)].strip()
            pieces.append(replace(token, text=token.text[start:colon]))
            pieces += [replace(token, text=value)] if value else []
        return pieces

    def _marks(self, token: Token) -> list[tuple[int, int]]:
        """Start and colon of every label before a colon: the longest known one, with or without a blank before it.

        A long cell can only open with a label; what stands in its text is text.
        """
        marks: list[tuple[int, int]] = []
        end = 0
        for match in _COLON.finditer(token.text, 0, len(token.text) if len(token.text) <= _LONG else _SHORT):
            for start in range(max(end, match.start() - _LABEL), match.start() - 1):
                label = token.text[start : match.start()]
                if not label[0].isspace() and self.find(Token(token.cell, label)):
                    marks.append((start, match.start()))
                    break
            end = match.end()
        return marks


@lru_cache(maxsize=1)
def _common_fields() -> dict[str, FormField]:
    data = load_toml("gongkai.recognise.forms", "vocabulary.toml", _CommonLabels)
    sections: tuple[tuple[FormSection, list[str]], ...] = (
        ("signature", data.fields.signature),
        ("note", data.fields.note),
        ("field", data.fields.field),
    )
    return {label_key(label): FormField((label,), section) for section, labels in sections for label in labels}


class _CommonFields(msgspec.Struct):
    signature: list[str]
    note: list[str]
    field: list[str]


class _CommonLabels(msgspec.Struct):
    fields: _CommonFields


def read_fields(tokens: list[Token], labels: FieldLabels) -> list[FormValue]:
    """Every label of a row with the cells up to the next label; a label without cells has the value ""."""
    values: list[FormValue] = []
    current: tuple[FormField, Token] | None = None
    held: list[Token] = []
    for token in [*tokens, None]:
        found = labels.find(token) if token is not None else None
        if token is not None and found is None:
            held.append(token)
            continue
        if current is not None:
            values += _field_values(*current, held)
        held = []
        current = (found, token) if found is not None and token is not None else None
    return values


def _field_values(one: FormField, label: Token, held: list[Token]) -> list[FormValue]:
    text = " ".join(token.text.strip() for token in held)
    cells, places = cells_of(held or [label]), places_of(held or [label])
    values = [FormValue(one.section, text, (*one.group, printed_label(label.text)), (), cells, places)]
    if one.fund:
        values.append(FormValue("fund", text, (one.labels[0],), ("金额",), cells, places))
    return values


@dataclass
class OpenHeads:
    """Labels side by side whose values are awaited in the row below."""

    heads: FormHeads
    found: dict[int, Token]

    def read(self, tokens: list[Token]) -> tuple[list[FormValue], list[Token]]:
        """The values below the heads: as many as heads in order, fewer under the nearest head."""
        rows = {label_key(row) for row in self.heads.rows}
        row_label = next((token for token in tokens if token.key in rows), None)
        texts = [token for token in tokens if token is not row_label]
        order = sorted(self.found, key=lambda index: self.found[index].column)
        if len(texts) == len(order):
            pairs = dict(zip(order, texts, strict=True))
        else:
            pairs = {}
            for token in texts:
                nearest = min(order, key=lambda index: abs(self.found[index].column - token.column))
                pairs.setdefault(nearest, token)
        path = (printed_label(row_label.text),) if row_label else ()
        values = [self._value(path, index, pairs.get(index)) for index in order]
        return values, [*pairs.values(), *([row_label] if row_label else [])]

    def _value(self, path: tuple[str, ...], index: int, token: Token | None) -> FormValue:
        head = self.found[index]
        tokens = [token] if token else [head]
        label = printed_label(head.text)
        section: FormSection = self.heads.section
        text = token.text.strip() if token else ""
        row, column = (path, (label,)) if path else ((label,), ())
        return FormValue(section, text, row, column, cells_of(tokens), places_of(tokens))


def match_labels(tokens: list[Token], labels: tuple[tuple[str, ...], ...]) -> dict[int, Token]:
    """Index of the spellings → cell, for the cells of a row that are one of the labels."""
    found: dict[int, Token] = {}
    for token in tokens:
        for index, spellings in enumerate(labels):
            if index not in found and token.key in {label_key(spelling) for spelling in spellings}:
                found[index] = token
                break
    return found


def find_total(token: Token, variant: FormVariant) -> FormTotal | None:
    """The closing row a cell labels."""
    return next(
        (one for one in variant.totals if token.key in {label_key(label) for label in one.labels}),
        None,
    )


def read_total(tokens: list[Token], total: FormTotal, order: int | None = None) -> list[FormValue]:
    """Numbers and grade of a closing row; its label comes first.

    Fewer numbers than names are the last ones; `order` names the only one otherwise.
    """
    numbers = [token for token in tokens[1:] if token.figure]
    texts = [token for token in tokens[1:] if not token.figure]
    values = []
    for name, token in _named(numbers, total.numbers, order):
        column = () if name == total.labels[0] else (name,)
        values.append(_score((total.labels[0],), column, token.text, [token]))
    if total.grade:
        return values + _grade(total.grade, texts, tokens[:1] if not numbers else [])
    return values or [_score((printed_label(tokens[0].text),), (), "", tokens[:1])]


def _grade(name: str, texts: list[Token], label: list[Token]) -> list[FormValue]:
    """The grade of a closing row; a row of its `label` alone leaves it open, a row of numbers has none."""
    if texts:
        return [_score((name,), (), texts[0].text, texts[:1])]
    return [_score((name,), (), "", label)] if label else []


def _named(numbers: list[Token], names: tuple[str, ...], order: int | None) -> Iterator[tuple[str, Token]]:
    """The last numbers of a closing row with the last names; the one at `order` for an only number."""
    if order is not None and len(numbers) == 1:
        names = names[order : order + 1]
    count = min(len(names), len(numbers))
    return zip(names[len(names) - count :], numbers[len(numbers) - count :], strict=True)


def _score(row: tuple[str, ...], column: tuple[str, ...], text: str, tokens: list[Token]) -> FormValue:
    return FormValue("score", text.strip(), row, column, cells_of(tokens), places_of(tokens))


def read_person(tokens: list[Token], people: FormPeople, found: dict[int, Token], number: int) -> list[FormValue]:
    """One person's row: as many cells as columns in order, fewer under the nearest head."""
    order = list(range(len(people.columns)))
    if len(tokens) == len(order):
        pairs = dict(zip(order, tokens, strict=True))
    else:
        pairs = {}
        for token in tokens:
            known = [index for index in found if index not in pairs]
            if known:
                pairs[min(known, key=lambda index: abs(found[index].column - token.column))] = token
    return [
        _score((people.labels[0], str(number)), (people.columns[index][0],), token.text, [token])
        for index, token in sorted(pairs.items())
    ]
