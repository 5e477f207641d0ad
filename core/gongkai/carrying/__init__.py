"""A disclosure inside a file: as JSON, embedded in an office file, in an archive within limits."""
