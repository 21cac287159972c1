"""Which division of the country a name means."""
