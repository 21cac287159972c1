"""Pages become reports. `document` leads; each folder knows one matter and no more than it must."""
