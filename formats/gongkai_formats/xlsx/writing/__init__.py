"""A disclosure as a workbook. Meets no reader."""
