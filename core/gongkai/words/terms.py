"""The model's own words as people read them. Imports nothing, so that the command line may have them at once."""

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
"""Severity of a finding → its name, gravest first."""

KINDS = {"budget": "预算", "final": "决算", "performance": "绩效"}
"""Kind of a disclosure → its name."""
