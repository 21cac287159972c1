"""Web pages and Word files: bytes in, `Page` objects out, in a plain rendering of our own."""
