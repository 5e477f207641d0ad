"""What plugins hand in: frozen descriptions, data first."""

from gongkai.specs.codes import CodeList, CodeName
from gongkai.specs.formats import Format, Limits, Source, WriteOptions, Written
from gongkai.specs.forms import FormVariant
from gongkai.specs.identities import IDENTITY_SHAPES, Identity, IdentityFile
from gongkai.specs.loading import load_csv, load_toml
from gongkai.specs.narrative import Slot, SlotFile
from gongkai.specs.regions import Region, years_fit
from gongkai.specs.rules import Rule, Transform
from gongkai.specs.tables import TableKind

__all__ = [
    "IDENTITY_SHAPES",
    "CodeList",
    "CodeName",
    "FormVariant",
    "Format",
    "Identity",
    "IdentityFile",
    "Limits",
    "Region",
    "Rule",
    "Slot",
    "SlotFile",
    "Source",
    "TableKind",
    "Transform",
    "WriteOptions",
    "Written",
    "load_csv",
    "load_toml",
    "years_fit",
]
