"""Performance forms held against their own arithmetic and against tables and sentences."""
