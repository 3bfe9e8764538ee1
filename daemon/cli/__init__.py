"""The command line `crmsync`: a client of the local API like any other, one file a noun."""
