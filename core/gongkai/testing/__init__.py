"""Fixtures and conformance checks for authors of plugins."""
