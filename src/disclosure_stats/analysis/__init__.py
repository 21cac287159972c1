"""Tables as DataFrames: reports, the panel of places and years, and what is measured over them."""
