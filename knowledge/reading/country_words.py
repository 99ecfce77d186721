"""The languages' words for groups of countries and their adjectives of regions, as terms to be looked up."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.content.yaml_file import read_plain
from knowledge.geo.countries import all_forms
from knowledge.reading.phrases import Terms, one_meaning
from knowledge.reading.vocabulary import GEO, Vocabulary, merged_terms


def region_adjectives(languages: Sequence[Vocabulary]) -> Terms[tuple[str, str]]:
    """Map the adjectives of regions, in all their forms, to country and region."""
    return Terms(
        {
            form: region
            for each in languages
            for forms, region in each.countries.region_adjectives.items()
            for form in all_forms(forms.split("/"))
        }
    )


def country_groups(
    languages: Sequence[Vocabulary], members: Collection[str]
) -> tuple[Terms[str], Mapping[str, frozenset[str]]]:
    """Map the names of groups of countries to the group, and each group to its countries' codes."""
    codes = {group: frozenset(listed) for group, listed in read_plain(GEO / "country_groups.yaml").items()}
    codes["members"] = frozenset(members)
    terms = one_meaning(merged_terms([each.countries.groups for each in languages]))
    return Terms({term: group for term, group in terms.items() if group in codes}), codes
