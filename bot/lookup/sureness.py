"""How sure a fitted model is."""

import math
from collections.abc import Sequence


def sureness(model: Sequence[float], told: Sequence[float]) -> float:
    """What a logistic model, its constant first, makes of figures: 0 to 1."""
    total = model[0] + sum(weight * figure for weight, figure in zip(model[1:], told, strict=True))
    return 1 / (1 + math.exp(-total))
