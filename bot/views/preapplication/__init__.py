"""The screens of the pre-application."""
