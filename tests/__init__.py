"""Tests mirror the packages; conversations/ holds whole journeys."""
