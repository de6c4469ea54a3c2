"""Ways to reach or pay somebody outside the site, found in a text. Pure functions; they accuse nobody.

What merely speaks of a messenger ("build a Telegram bot") or shows a number (a price, a date, a size) is left alone: a
flag costs an operator's time. A person judges what is found.
"""

import re
import unicodedata

_LONGEST = 20_000
# Every pattern begins where a word does, and repeats within bounds: a long text takes no longer than its length.
_APPS = (
    r"whats\s?app|telegram|signal|we\s?chat|weixin|skype|viber|discord|kik|snapchat|insta(?:gram)?|messenger|imo|"
    r"zalo|kakao(?:talk)?"
)
# Mailboxes of examples (RFC 2606) are part of the work, not a way to anybody.
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s{0,2}@\s{0,2}(?!(?:[\w-]{1,63}\.){0,5}(?:example\.(?:com|org|net)|example|test|invalid)\b)"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[a-z]{2,24}\b",
    re.I,
)
_SPELT_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s{0,3}(?:\(at\)|\[at\]|\{at\}|\sat\s)\s{0,3}[\w-]{1,64}"
    r"\s{0,3}(?:\(dot\)|\[dot\]|\{dot\}|\sdot\s)\s{0,3}(?:com|net|org|io|de|co)\b"
    r"|(?<![\w.+-])[\w.+-]{1,64}\s{0,3}(?:\(at\)|\[at\]|\{at\})\s{0,3}[\w-]{1,64}\.[a-z]{2,24}\b"
    r"|(?<![\w.+-])[\w.+-]{1,64}\s{1,3}at\s{1,3}(?:gmail|yahoo|hotmail|outlook|proton(?:mail)?|icloud)\b",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w.+])\+\d{1,3}[\s().-]{0,2}\d(?:[\s().-]{0,2}\d){6,12}(?![\d.]\d)"
    r"|(?<![\w.-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?![\w-]|\.\d)"
)
_CALL = re.compile(
    r"\b(?:call|phone|text|sms|ring|mobile|cell|tel|whats\s?app|viber|signal)\b"
    r"\W{0,3}(?:me|us|number|no|nr|is|at|on|\s|[.:#]){0,8}"
    r"\+?\(?\d(?:[\s().-]{0,2}\d){6,13}(?!\d)",
    re.I,
)
_REACH = re.compile(
    rf"\b(?:message|text|write|contact|reach|ping|add|dm|find|call|chat|talk|msg|hit)\s+(?:to\s+|with\s+)?(?:me|us)\b"
    rf"(?:\s+\w+){{0,3}}?\s+(?:on|via|at|through|over|in|by|using)\s+(?:my\s+|our\s+)?(?:{_APPS})\b"
    rf"|\bmy\s+(?:{_APPS})(?:\s+(?:id|handle|number|name|username|user))?\s*(?:is\b|:|=)"
    rf"|\b(?:{_APPS})(?:\s+(?:id|handle|username|user))?\s*[:=-]?\s*@[\w.]{{3,}}"
    rf"|\b(?:{_APPS})\s{{0,2}}:\s{{0,2}}(?:[a-z]{{2,30}}[._]?\d|[a-z]{{2,30}}[._][a-z]{{2,30}})[\w.]{{0,30}}"
    rf"|\b(?:{_APPS})\s+(?:me|us)\b"
    r"|\b(?:t\.me|wa\.me|m\.me|discord\.gg|join\.skype\.com|chat\.whatsapp\.com)/[\w+-]{2,}"
    r"|\blive:[\w.]{3,}",
    re.I,
)
_OUTSIDE = re.compile(
    r"\b(?:pay|pays|paid|payment|payments|paying|work|deal|continue|hire|hiring|contract|talk|settle)\b[^.!?\n]{0,40}?"
    r"\b(?:outside|off)\s+(?:of\s+)?(?:(?:the|this)\s+(?:platform|site|website|marketplace)|platform|guildhall)\b"
    r"(?!\s+builder)"
    r"|\boff[- ](?:platform|site)\s+(?:payment|payments|deal|contact|communication)\b"
    r"|\b(?:avoid|save|skip|without)\s+(?:the\s+)?(?:platform|site|guildhall)(?:'s|’s)?\s+(?:fee|fees|commission)\b"
    r"|\bpay(?:ment)?\s+(?:you\s+)?(?:only\s+)?(?:directly\s+)?(?:by|via|in|with|through)\s+"
    r"(?:western union|crypto|bitcoin|usdt|gift cards?|moneygram)\b",
    re.I,
)
_ALL = (_MAIL, _SPELT_MAIL, _CALL, _PHONE, _REACH, _OUTSIDE)


def passages(*texts: str) -> list[str]:
    """What was found, as it stands in the texts, each once, in the order of the kinds above."""
    found: dict[str, None] = {}
    for text in texts:
        # Full-width letters and signs are the same letters and signs.
        plain = unicodedata.normalize("NFKC", text[:_LONGEST])[:_LONGEST]
        for pattern in _ALL:
            for match in pattern.finditer(plain):
                passage = " ".join(match.group().split())
                if not any(passage in longer for longer in found):
                    found[passage] = None
    return list(found)
