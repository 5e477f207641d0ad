"""What plugins hand in: frozen descriptions, data first."""

from typing import Union

from gongkai.specs.codes import CodeList, CodeName, load_codes
from gongkai.specs.formats import Format, Limits, ReadDocument, Source, WriteOptions, Written
from gongkai.specs.forms import FormVariant, load_forms
from gongkai.specs.identities import IDENTITY_SHAPES, Identity, IdentityFile, load_identities
from gongkai.specs.loading import load_csv, load_toml
from gongkai.specs.narrative import RateSlot, Slot, SlotFile, load_sentences
from gongkai.specs.regions import Region, load_regions, region_fits, years_fit
from gongkai.specs.rules import Rule, Transform
from gongkai.specs.tables import Spot, TableChart, TableKind, load_tables

Check = Union[Rule, Identity, Slot, RateSlot]
"""Whatever tests a disclosure: as data where data can say it, else a function."""

__all__ = [
    "IDENTITY_SHAPES",
    "Check",
    "CodeList",
    "CodeName",
    "FormVariant",
    "Format",
    "Identity",
    "IdentityFile",
    "Limits",
    "RateSlot",
    "ReadDocument",
    "Region",
    "Rule",
    "Slot",
    "SlotFile",
    "Source",
    "Spot",
    "TableChart",
    "TableKind",
    "Transform",
    "WriteOptions",
    "Written",
    "load_codes",
    "load_csv",
    "load_forms",
    "load_identities",
    "load_regions",
    "load_sentences",
    "load_tables",
    "load_toml",
    "region_fits",
    "years_fit",
]
