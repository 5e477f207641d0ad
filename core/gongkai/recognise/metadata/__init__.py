"""What a disclosure says of itself: department, region, year, kind, parts."""
