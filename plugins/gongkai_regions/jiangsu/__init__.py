"""Jiangsu."""
