"""Which way of reading is believed, what proves its numbers, and what is found wrong."""
