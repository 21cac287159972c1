"""What ought to agree, and does not: rules, their outcomes and their sentences."""
