"""A written workbook that comes back: what it carries against what it shows."""
