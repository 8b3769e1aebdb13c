"""The algebra of texts: lines, edits, the folded view, words and prose.

Pure functions over `str`; nothing here knows a rule, and nothing of the package is imported.
"""
