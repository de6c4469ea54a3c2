"""Ways around the site, as people write them; and what only looks like one."""

import pytest

from accounts.trust.contact_rules import passages

FOUND = [
    "Write to me at ada.miller@gmail.com before you apply.",
    "Mail: Studio+Jobs@harbour-pine.co.uk",
    "ada (at) harbourpine (dot) com",
    "reach me: ada[at]harbourpine[dot]io",
    "ada.miller at gmail dot com",
    "My mail is ada.miller at gmail",
    "Call me on 07700 900123 any time.",
    "Phone: +44 7700 900123",
    "+1 (555) 123-4567",
    "(555) 123-4567 works best",
    "555-123-4567",
    "text me 5551234567",
    "WhatsApp: +91 98765 43210",
    "Message me on WhatsApp to discuss.",
    "Contact us via Telegram for the brief.",
    "Please add me on Skype first.",
    "My Telegram is adamiller",
    "my skype id: ada.miller",
    "Telegram @adamiller",
    "Discord: @ada_m",
    "whatsapp me for details",
    "Details at t.me/adamiller",
    "https://wa.me/447700900123",
    "join discord.gg/abc123",
    "skype live:ada.miller_1",
    "We will pay outside the platform.",
    "Payment is handled off the site, directly.",
    "I prefer to work outside of Guildhall after the first week.",
    "An off-platform deal saves us both money.",
    "Let us avoid the platform fees.",
    "We pay you by Western Union.",
    "Payment in bitcoin only",
    "john.doe @ gmail.com",
    "Skype: john.doe",
    "Telegram: johndoe99",
]
LEFT_ALONE = [
    "Build a Telegram bot that answers customers.",
    "Integrate WhatsApp Business into our shop.",
    "Moderate our Discord server three evenings a week.",
    "Design Instagram posts for a bakery.",
    "Write Signal-style encryption documentation.",
    "Budget is $1,000,000.00 over five years.",
    "Deliver by 2026-03-02 at 09:00.",
    "The book, ISBN 978-3-16-148410-0, needs a cover.",
    "Pictures are 1920x1080 and 3840x2160.",
    "Our server is 192.168.100.200 with port 8080.",
    "Use @font-face and @media queries in the style sheet.",
    "Upgrade @angular/core from 15 to 17.",
    "The form sends mail to hello@example.com in tests.",
    "We sell 12 000 000 cups a year in 40 countries.",
    "Versions 3.11.4 and 3.12.0 must both work.",
    "Meet at the office at noon, dot the i's.",
    "Work outside normal hours is fine.",
    "Paint the outside of the shop; the site is in Leeds.",
    "We pay within 14 days of delivery.",
    "We work off site on Mondays.",
    "Telegram: a bot that answers customers.",
    "Answer phone calls for our clinic from 9 to 5.",
    "Call centre script, 500 words, friendly.",
    "Order numbers look like 100-200-30 and 4711.",
    "Write about payments, platforms and how websites work.",
    "Translate 25,000 words at 0.08 a word.",
    "Add me to the project once hired, please.",
    "Compare crypto exchanges in a 2,000 word article.",
    "Réécrire la page d'accueil, merci.",
    "",
]


@pytest.mark.parametrize("text", FOUND)
def test_it_is_found_with_its_passage(text):
    found = passages(text)
    assert found
    assert all(each in " ".join(text.split()) for each in found)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_it_is_left_alone(text):
    assert passages(text) == []


def test_the_table_has_both_sides():
    assert len(FOUND) + len(LEFT_ALONE) >= 40


@pytest.mark.parametrize("text", ["a" * 200_000, "1 " * 50_000, "a@" * 50_000, "+1" * 50_000, "at dot " * 30_000])
def test_a_huge_text_takes_no_long_time(text):
    import time  # noqa: PLC0415

    began = time.process_time()
    passages(text)
    assert time.process_time() - began < 2


def test_wide_letters_are_the_same_letters():
    assert passages("ada＠gmail.com") == ["ada@gmail.com"]
