"""What plugins hand in, the hooks that gather it, and the registry that checks and freezes it."""
