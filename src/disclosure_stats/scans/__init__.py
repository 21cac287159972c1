"""Pictures of pages become `Page` objects: rules and characters found in what a scanner saw.

Needs the extra `ocr`. Nothing of it is imported before a page has to be read from its picture.
"""
