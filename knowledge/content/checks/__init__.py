"""What `check` finds in a programme's files beyond the shape of each; together.py runs all checks."""
