"""Software: web, mobile, data, servers."""

from marketplace.demo.postings.shape import Postings

POSTINGS: Postings = {
    "Web development": [
        (
            "Rebuild the checkout of {business}",
            "Our checkout loses one buyer in four. We want it on one page, with addresses that fill themselves in and errors beside the fields. The shop runs on Django.",
            "weeks",
            2400,
        ),
        (
            "Booking calendar for {business}",
            "Customers call to book. We need a calendar they can use on a phone, with confirmations by mail and a view for our staff.",
            "weeks",
            1800,
        ),
        (
            "Make our website usable with a keyboard",
            "An audit found 41 accessibility faults. The report is ready; we need somebody who fixes them and explains to us how not to make them again.",
            "days",
            650,
        ),
        (
            "Move a WordPress site to a new host",
            "About 200 pages, three plug-ins that nobody remembers, and mail on the same server. No downtime on weekdays please.",
            "days",
            320,
        ),
        (
            "Customer area for {business}",
            "Customers should see their orders, invoices and open questions after logging in. An interface to our stock system exists.",
            "months",
            5200,
        ),
        (
            "Find out why our pages take eight seconds",
            "It became slow in spring and nobody knows why. Measure first, then tell us what to fix, then fix the two worst things.",
            "days",
            700,
        ),
        (
            "Price list import for {business}",
            "Our suppliers send spreadsheets in five layouts. They should end up in one database with a report of what was not understood.",
            "weeks",
            1100,
        ),
        (
            "Small corrections to a React front end",
            "Nine tickets, each described with a picture. We expect tests with them.",
            "days",
            420,
        ),
        (
            "Public API for {business}",
            "Partners want to read our catalogue. Read only, documented, with keys and sensible limits.",
            "weeks",
            2900,
        ),
    ],
    "Mobile apps": [
        (
            "Ordering app for {business}",
            "A small app for regular customers: see what is new, order again, get told when it is ready. Both platforms.",
            "months",
            7800,
        ),
        (
            "Bring an old Android app back into the store",
            "It was removed because it targets an old version. The code is Kotlin and builds on our machine.",
            "days",
            500,
        ),
        (
            "Offline mode for a field app",
            "Our people work where there is no signal. What they enter has to wait on the phone and arrive once.",
            "weeks",
            3100,
        ),
        (
            "Push messages for {business}",
            "Only three kinds of message, each of which people can switch off.",
            "days",
            480,
        ),
        (
            "Ticket scanner for the door",
            "Scans a code, says yes or no in a second, works without a network for an evening.",
            "weeks",
            1500,
        ),
        ("Review of a Flutter app before launch", "Two days of reading: what would you not launch with?", "days", 600),
        ("Redo the sign-in of our app", "Passkeys and a way back for people who lose their phone.", "weeks", 1300),
        ("Loyalty card for {business}", "Replaces a paper card with ten stamps. Simple is better.", "weeks", 1700),
        ("Screenshots and texts for two app stores", "Four languages; the texts exist in English.", "days", 260),
    ],
    "Data and analytics": [
        (
            "Sales dashboard for {business}",
            "We look at six spreadsheets every Monday. One page with last week, last year and what is out of line would do.",
            "weeks",
            1600,
        ),
        (
            "Clean twelve years of customer records",
            "About 60,000 rows from two systems, many of them the same people. A reproducible script, not a one-off.",
            "weeks",
            1200,
        ),
        (
            "Forecast demand for {business}",
            "Weekly, by product. Start with something simple that we can understand, then show us what more effort would gain.",
            "months",
            4300,
        ),
        (
            "Survey analysis, 900 answers",
            "Forty questions, six of them free text. We need tables, a few charts and two pages of plain words.",
            "days",
            540,
        ),
        (
            "Collect opening hours from public websites",
            "400 addresses, once a week, polite to the servers.",
            "days",
            380,
        ),
        (
            "SQL lessons for two analysts",
            "Six hours on our own data, online. They know spreadsheets well.",
            "days",
            450,
        ),
        (
            "Find unusual invoices at {business}",
            "Flag what a person should look at. Explain each flag in a sentence.",
            "weeks",
            2600,
        ),
        (
            "Turn a research model into a small service",
            "The notebook works. It should run each night and not fall over when a file is missing.",
            "weeks",
            2100,
        ),
        (
            "Stock report that people will read",
            "The present one has eleven pages. We believe that one is enough.",
            "days",
            350,
        ),
    ],
    "Servers and operations": [
        (
            "Backups that have been restored once",
            "We have backups. Nobody has ever tried them. Set up a monthly restore test and write down how to do it by hand.",
            "days",
            680,
        ),
        ("Upgrade PostgreSQL for {business}", "Two major versions, 80 GB, two hours at night.", "days", 750),
        ("Watch our servers", "Twelve machines. Few alarms, each of which means something.", "weeks", 1400),
        (
            "Security review of {business}",
            "Outside view and configuration review, with a list in order of importance.",
            "weeks",
            3200,
        ),
        (
            "Put our shop into containers",
            "One web process, one worker, one database. Development and production should be the same.",
            "weeks",
            1250,
        ),
        (
            "Mail that does not land in spam",
            "Set up what has to be set up for three domains and show us how to check it.",
            "days",
            280,
        ),
        (
            "Move 4 TB of pictures to cheaper storage",
            "Links must go on working. The pictures are scans and cannot be made again.",
            "weeks",
            1900,
        ),
        (
            "Deploy in one command",
            "At present it is a page of instructions and a person who is often on holiday.",
            "days",
            620,
        ),
        (
            "Look after our Linux machines, few hours a month",
            "Updates, certificates, the odd disk. Long term.",
            "long",
            1000,
        ),
    ],
}
