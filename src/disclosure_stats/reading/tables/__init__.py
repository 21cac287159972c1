"""The statutory tables: printed rows and columns matched to those of a form."""
