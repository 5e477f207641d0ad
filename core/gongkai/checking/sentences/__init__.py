"""Sentences held against figures: amounts, sums, rates, years, wording."""
