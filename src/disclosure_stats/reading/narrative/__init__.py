"""What stands outside the tables: headings, sections, postings."""
