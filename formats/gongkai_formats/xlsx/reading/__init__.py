"""Any workbook as it is printed. Meets no writer."""
