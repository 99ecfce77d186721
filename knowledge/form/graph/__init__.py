"""The questionnaire as a graph: its walk, and its drawing."""
