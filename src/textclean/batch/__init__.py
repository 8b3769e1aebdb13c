"""Files in and out: the only code that touches users' texts on disk."""
