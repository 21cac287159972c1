"""What a narrative counts beside postings: meetings, trainings, staff, money."""
