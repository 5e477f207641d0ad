"""Jinzhong in Shanxi."""
