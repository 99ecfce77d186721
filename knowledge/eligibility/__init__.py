"""Who can be a candidate: the rules, the verdict, the candidate that a sentence describes."""
