"""What everything printed on pages shares: characters, rulings, grids, lines, furniture. Meets no file format."""
