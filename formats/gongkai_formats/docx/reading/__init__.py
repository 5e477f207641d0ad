"""Any Word document as it is printed. Meets no writer."""
