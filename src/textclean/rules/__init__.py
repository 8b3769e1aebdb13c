"""Rules as data: what they are, how they are read, how they find what to cut."""
