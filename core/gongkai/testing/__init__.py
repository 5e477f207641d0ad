"""For authors of plugins: registries of one's own, small documents, and the checks every plugin must pass.

Nothing here needs pytest to import; `PluginContract` is subclassed in a test module and collected by it.
"""

from gongkai.testing.contract import SAMPLE, PluginContract
from gongkai.testing.documents import make_disclosure, make_grid, make_table, read_text
from gongkai.testing.ink import missing_ink, printed_texts
from gongkai.testing.registries import registry_of

__all__ = [
    "SAMPLE",
    "PluginContract",
    "make_disclosure",
    "make_grid",
    "make_table",
    "missing_ink",
    "printed_texts",
    "read_text",
    "registry_of",
]
