"""The disclosure as a whole: its structure, codes and names, consistency, charts."""
