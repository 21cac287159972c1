"""Words and ruling lines become cells, rows and columns. No form is known here."""
