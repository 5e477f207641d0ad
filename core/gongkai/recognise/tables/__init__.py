"""What a table's grid means: kind, header, columns, stubs."""
