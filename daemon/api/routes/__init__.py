"""The routes of the local API, one file a noun."""
