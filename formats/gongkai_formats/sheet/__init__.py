"""What workbooks of any kind share: blocks on a sheet, number formats, dates."""
