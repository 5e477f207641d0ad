"""What a person changed in a written result: texts, rows and captions that win over what was read."""

from gongkai.corrections.captions import caption_says
from gongkai.corrections.correcting import CellKey, correct, without_meaning
from gongkai.corrections.rows import RowOrder

__all__ = ["CellKey", "RowOrder", "caption_says", "correct", "without_meaning"]
