"""Figures held against each other: identities, equations, where an error lies, likely slips. Meets no sentence."""
