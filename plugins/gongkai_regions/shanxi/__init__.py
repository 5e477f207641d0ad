"""Shanxi."""
