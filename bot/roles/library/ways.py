"""Writes the ways in which something is asked for as one text instead of a line for each."""


def ways(text: str) -> tuple[str, ...]:
    """The phrases of `text`, which stand between commas."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))
