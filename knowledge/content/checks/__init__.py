"""What `check` finds in the files of a programme beyond the shape of each; everything together: together.py."""
