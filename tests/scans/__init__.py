"""Pages spoiled as scanners, fax machines, telephones and stamps spoil them, for tests."""
