"""What the people of a city are called: "soy viguesa", "a Dubliner". They tell the city where no place is named."""

from collections.abc import Sequence

from knowledge.geo.countries import all_forms
from knowledge.geo.gazetteer import City, Gazetteer
from knowledge.reading.bodies.body_names import Found
from knowledge.reading.quantities.read_numbers import covered_words
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Place, Region
from knowledge.reading.vocabulary import Vocabulary
from knowledge.reading.words import fold


class PeopleOfCities:
    """Knows the cities of the languages' `people_of_cities`, each the largest of its name in its country."""

    def __init__(self, languages: Sequence[Vocabulary], gazetteer: Gazetteer) -> None:
        """Look the cities up, all at once."""
        listed = [entry for each in languages for entry in each.countries.people_of_cities.items()]
        named = gazetteer.named(sorted({fold(name) for _, (_, name) in listed}))
        self._cities: dict[str, City] = {}
        for forms, (country, name) in listed:
            city = next((city for city in named.get(fold(name), ()) if city.country == country), None)
            self._cities.update({form: city for form in all_forms(forms.split("/")) if city})

    def home(
        self, sentence: Sentence, regions: tuple[Region, ...], bodies: Sequence[Found]
    ) -> tuple[tuple[Place, ...], tuple[Region, ...]]:
        """Take the adjective of a region for its city; not beside a body, which is somewhere near: "pueblo vigués"."""
        for region in regions:
            at = covered_words(sentence, region)[0]
            city = self._cities.get(sentence.folded[at])
            beside = any(last == at - 1 for _, last, _, _ in bodies)
            if city and region.demonym and not (region.negated or beside):
                name = sentence.text[region.start : region.end]
                home = Place(region.start, region.end, name, (city,), (city,))
                return (home,), tuple(other for other in regions if other is not region)
        return (), regions
