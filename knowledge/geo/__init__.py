"""Countries and cities of the world: names in every common spelling, sizes, where they are."""
