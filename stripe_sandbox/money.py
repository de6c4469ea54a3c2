"""Currencies as Stripe counts them: minor units, the smallest charge, how a price is written."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ZERO_DECIMAL = _words("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")
CURRENCIES = ZERO_DECIMAL | _words(
    "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf "
    "chf cny cop "
    "crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk "
    "jmd kes kgs "
    "khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr "
    "nzd pab pen "
    "pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd "
    "tzs uah uyu "
    "uzs wst yer zar zmw"
)
SMALLEST_CHARGE = {
    "usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "inr": 50, "brl": 50, "cad": 50, "aud": 50, "chf": 50,
    "sgd": 50, "mxn": 1000, "pln": 200, "sek": 300, "nok": 300, "dkk": 250, "nzd": 50, "hkd": 400,
}  # fmt: skip
LARGEST_AMOUNT = 99_999_999
SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥", "inr": "₹"}


def written(amount: int, currency: str) -> str:
    if amount < 0:
        return f"-{written(-amount, currency)}"
    sign = SIGNS.get(currency, currency.upper() + " ")
    if currency in ZERO_DECIMAL:
        return f"{sign}{amount:,}"
    return f"{sign}{amount // 100:,}.{amount % 100:02d}"
