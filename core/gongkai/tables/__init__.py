"""What is derived from a grid and its reading: figures, labelled values, data frames."""
