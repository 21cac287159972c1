"""Many files become tables, whatever the files are and wherever they are read."""
