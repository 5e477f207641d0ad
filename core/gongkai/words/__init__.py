"""How words are folded, compared and told apart, and the model's own words for people."""
