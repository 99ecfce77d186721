"""Pages in the browser: the coordination unit's table of leads, and the links in its mails."""
