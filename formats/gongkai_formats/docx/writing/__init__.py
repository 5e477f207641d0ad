"""A disclosure as a Word document. Meets no reader."""
