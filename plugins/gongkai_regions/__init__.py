"""Regional plugins of the house: each folder holds only what differs from the national forms."""
