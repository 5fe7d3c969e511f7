"""How far two short texts are apart, in slips of the hand: the same on every database, because none is asked."""

#: Longer texts are compared letter by letter only if they are equal: nobody mistypes a sentence of one word.
LONGEST = 40


def slips_allowed(text: str) -> int:
    """How many slips may lie between what was typed and what was meant: 0 in three letters, 1 in six, else 2."""
    if len(text) <= 3 or len(text) > LONGEST:
        return 0
    return 1 if len(text) <= 6 else 2


def slips(one: str, other: str, most: int) -> int:
    """The fewest slips that lead from one text to the other: a letter too many, missing, wrong, or two swapped.

    Returns:
        The count, or `most + 1` for everything above `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, last, row = row, before, [place]
        for column, opposite in enumerate(other, start=1):
            wrong = before[column - 1] + (letter != opposite)
            count = min(wrong, before[column] + 1, row[column - 1] + 1)
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == opposite:
                count = min(count, last[column - 2] + 1)
            row.append(count)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def is_slip_of(typed: str, meant: str) -> bool:
    """Whether the typed text may be a slip of the hand for the other one."""
    allowed = slips_allowed(typed)
    return slips(typed, meant, allowed) <= allowed
