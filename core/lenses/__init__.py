"""The named conversions of `core/transforms.py`, one family a file."""
