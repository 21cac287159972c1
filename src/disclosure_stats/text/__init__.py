"""Printed text made comparable: code points, labels, numbers."""
