"""Shanghai."""
