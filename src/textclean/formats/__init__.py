"""Results as text for people and programs: one format a file, each a pure function."""
