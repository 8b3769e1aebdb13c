"""Tools for those who write rules: they judge rules by their examples, by each other, and by gold bodies."""
