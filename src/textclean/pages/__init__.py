"""Web pages in: from bytes to a tree, to the article's text, to a clean text.

    bytes → decoding → tree → element rules → extraction → completing → Cleaner → Result

`page_cleaner` holds it together; `facts` reads what the page says of itself. `adaptors/trafilatura.py` alone knows the extractor.
"""
