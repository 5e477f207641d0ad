"""From whole tables and forms to their meaning: kinds, readings, form values, metadata."""

from gongkai.recognise.recognising import recognise

__all__ = ["recognise"]
