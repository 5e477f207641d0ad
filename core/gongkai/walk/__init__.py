"""The way of a document: sources opened, the walk from bytes to a checked disclosure, results put on the disk."""
