"""More freelancers than the cast has, when a larger world is asked for."""

from random import Random

_FIRST = (
    "Alba",
    "Bram",
    "Cora",
    "Dario",
    "Esme",
    "Felix",
    "Greta",
    "Hana",
    "Ivo",
    "Jana",
    "Kofi",
    "Lina",
    "Milo",
    "Nora",
    "Otto",
    "Pia",
    "Quentin",
    "Runa",
    "Sami",
    "Tilda",
    "Uma",
    "Vito",
    "Wren",
    "Xenia",
    "Yara",
    "Zeno",
)
_LAST = (
    "Abbott",
    "Baker",
    "Castell",
    "Dahl",
    "Eriksen",
    "Fabre",
    "Gallo",
    "Hoshi",
    "Ilves",
    "Jansen",
    "Kraus",
    "Lopes",
    "Marin",
    "Nagy",
    "Okoye",
    "Pohl",
    "Quist",
    "Renn",
    "Sato",
    "Toth",
    "Urban",
    "Vega",
    "Wolff",
    "Yamada",
    "Zanetti",
)
_COUNTRIES = ("GB", "DE", "FR", "IN", "US", "BR", "NG", "JP", "ES", "PL")


def more_names(chance: Random, number: int) -> list[tuple[str, str]]:
    """That many further people with their countries, each name once."""
    return [
        (f"{chance.choice(_FIRST)} {chance.choice(_LAST)}-{place}", chance.choice(_COUNTRIES))
        for place in range(1, max(number, 0) + 1)
    ]
