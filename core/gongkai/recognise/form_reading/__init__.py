"""The general form reader: interprets a form's printed grid by a variant's data."""

from gongkai.recognise.form_reading.reader import FormReading, read_form

__all__ = ["FormReading", "read_form"]
