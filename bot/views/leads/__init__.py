"""What the coordination unit sees of leads: cards, mails, lists, tables, figures."""
