"""Tables in a text, one module for each manner of setting them."""
