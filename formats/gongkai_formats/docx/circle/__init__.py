"""A written document that comes back: what it carries against what it shows."""
