"""The advisor: which side of a conflict is likely right, how sure that is, and why."""
