"""What a form's labelled values say of the form itself."""

from __future__ import annotations

from gongkai.model import IndicatorForm
from gongkai.words.labels import fold_label


def project_name(form: IndicatorForm) -> str:
    """The value of the field 项目名称, or ""."""
    for value in form.values:
        label = (value.column or value.row)[-1:]
        if value.section == "field" and label and fold_label(label[0]) == "项目名称":
            return value.value
    return ""
