"""How figures are written: 1,234.50 in English, 1.234,50 in German, 12,34,567 in Hindi; amounts as a country does."""

from dataclasses import dataclass

from django.utils.translation import get_language

_NARROW, _SPACE = "\u202f", "\u00a0"


@dataclass(frozen=True, slots=True)
class Style:
    """How a country writes an amount. `pattern` places sign and figure."""

    decimal: str = "."
    group: str = ","
    pattern: str = "{sign}{figure}"
    # Groups of two above the first three, as in India: one lakh is 1,00,000.
    lakhs: bool = False

    @property
    def sign_follows(self) -> bool:
        """Whether the currency's sign stands behind the figure."""
        return self.pattern.startswith("{figure}")


PLAIN = Style()
_COMMA_AFTER = Style(",", ".", f"{{figure}}{_SPACE}{{sign}}")
_COMMA_BEFORE = Style(",", ".", f"{{sign}}{_SPACE}{{figure}}")
_SPACED_AFTER = Style(",", _NARROW, f"{{figure}}{_SPACE}{{sign}}")
_STYLES = (
    (_COMMA_AFTER, "DE ES IT GR PT HR SI DK RO RS BA MK AL IS TR VN"),
    (_COMMA_BEFORE, "NL BE AT BR ID AR CL CO UY PY"),
    (_SPACED_AFTER, "FR FI EE LV LT SK BG CZ PL SE NO UA HU LU MC BY GE MA TN DZ"),
    (Style(".", "\u2019", f"{{sign}}{_SPACE}{{figure}}"), "CH LI"),
    (Style(lakhs=True), "IN PK BD NP LK"),
)
_OF_COUNTRY = {country: style for style, countries in _STYLES for country in countries.split()}
_OF_LANGUAGE = {"de": _COMMA_AFTER, "hi": Style(lakhs=True)}


def of_country(country: str) -> Style:
    """As the country writes; where none is known, as the language of whoever reads."""
    return _OF_COUNTRY.get(country) or of_language()


def of_language() -> Style:
    """As the language writes in which words are being said just now."""
    return _OF_LANGUAGE.get(get_language() or "", PLAIN)


def grouped(whole: int, style: Style) -> str:
    """`grouped(1234567, of_language()) == "1,234,567"`; in Hindi 12,34,567. Not for negative numbers."""
    if not style.lakhs or whole < 1000:
        return f"{whole:,}".replace(",", style.group)
    head, last = divmod(whole, 1000)
    pairs = []
    while head:
        head, pair = divmod(head, 100)
        pairs.append(f"{pair:02d}" if head else str(pair))
    return ",".join([*reversed(pairs), f"{last:03d}"])
