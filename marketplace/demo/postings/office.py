"""What keeps a business going."""

from marketplace.demo.postings.shape import Postings

POSTINGS: Postings = {
    "Marketing": [
        (
            "Find out who buys from {business}",
            "Desk research, a short survey, and a recommendation that we can argue with.",
            "weeks",
            1700,
        ),
        ("E-mail sequence for new customers", "Five mails in two months, none of which annoys.", "days", 540),
        ("Search engine audit of {business}", "What is broken, what is missing, what is not worth it.", "days", 620),
        ("Photographs and captions for three months", "Two posts a week. We have the photographs.", "weeks", 780),
        ("Small paid search campaign", "500 dollars a month of budget, honest reporting.", "long", 1100),
        ("Launch plan for {business} in a second country", "Eight pages: whom, where, when, how much.", "weeks", 2100),
        ("Press list and three releases", "Regional papers and trade magazines.", "days", 460),
        ("Why do members leave?", "Talk to twenty who did.", "weeks", 1350),
        ("Open day for {business}", "Posters, invitations, a running order.", "weeks", 690),
    ],
    "Finance and legal": [
        ("Monthly books for {business}", "About 120 documents a month. Questions in one batch, please.", "long", 1500),
        (
            "Three year plan for a bank",
            "A model that we can change ourselves, with the assumptions on one page.",
            "weeks",
            2300,
        ),
        ("Review of a supply contract", "Eleven pages, English law.", "days", 750),
        (
            "Privacy review of {business}",
            "What do we keep, why, for how long, and what should we stop?",
            "weeks",
            1900,
        ),
        ("Costs per product", "We know what we sell and what we spend, and not what earns.", "weeks", 1450),
        ("Prepare papers for a tax return", "Two people, one small company, a box of receipts.", "days", 420),
        ("Terms of sale for {business}", "Business customers, three countries.", "weeks", 1200),
        ("Grant budget check", "Before it goes to the funder.", "days", 260),
        ("Cash forecast that updates itself", "From our bank export; thirteen weeks ahead.", "weeks", 1150),
    ],
    "Administration": [
        (
            "Answer customers of {business} in the mornings",
            "Three hours, weekdays. We have good templates and want somebody who knows when not to use them.",
            "long",
            1300,
        ),
        ("Type 900 delivery notes", "Scanned, mostly readable. Double entry for the amounts.", "days", 330),
        ("Organise a two-day meeting", "Thirty people, one town, trains. You keep the list.", "weeks", 620),
        ("Transcribe nine interviews", "An hour each, two voices, English with accents.", "days", 450),
        ("Virtual assistant for {business}", "Calendar, travel, invoices out. Ten hours a week.", "long", 1900),
        ("Catalogue of a photo archive", "2,400 pictures; date, place, people where known.", "months", 1700),
        ("Keep a project on time", "Six people, four months, one honest report a week.", "months", 3600),
        ("Update our address list", "1,100 schools, public sources.", "days", 280),
        (
            "Set up a help desk for {business}",
            "Choose with us, set up, write the first twenty answers.",
            "weeks",
            1050,
        ),
    ],
}
