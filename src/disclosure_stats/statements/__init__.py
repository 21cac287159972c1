"""What the section on problems and improvements says, item by item."""
