"""What the pages in the browser keep: sessions, links that were used, the key that signs them."""
