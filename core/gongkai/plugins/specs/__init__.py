"""What plugins hand in: frozen descriptions, data first."""

from typing import Union

from gongkai.plugins.specs.codes import CodeList, CodeName, load_codes
from gongkai.plugins.specs.formats import Format, Limits, ReadDocument, Source, WriteOptions, Written
from gongkai.plugins.specs.forms import FormVariant, load_forms
from gongkai.plugins.specs.identities import IDENTITY_SHAPES, Identity, IdentityFile, load_identities
from gongkai.plugins.specs.loading import load_csv, load_toml
from gongkai.plugins.specs.narrative import RateSlot, Slot, SlotFile, load_sentences
from gongkai.plugins.specs.regions import Region, load_regions, region_fits, years_fit
from gongkai.plugins.specs.rules import Rule, Transform
from gongkai.plugins.specs.tables import Spot, TableChart, TableKind, load_tables

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
