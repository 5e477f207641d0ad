"""Which variant explains a performance form, and what its printed grid says by that variant's data."""
