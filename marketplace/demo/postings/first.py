"""Small jobs for somebody's first: entry level, a day or two, up to $200."""

from marketplace.demo.postings.shape import Posting

# By category, as the others.
FIRST_JOBS: list[tuple[str, Posting]] = [
    ("Graphic design", ("A poster for our open day", "One page in A3, two colours. We have the words.", "days", 120)),
    ("Web development", ("Put our opening hours on the website", "A small table, right on a phone.", "days", 90)),
    ("Writing", ("Proofread a twelve-page brochure", "Spelling and commas; the style stays ours.", "days", 110)),
    ("Administration", ("Type 80 handwritten index cards", "Scans are ready; one line of a sheet each.", "days", 80)),
    ("Translation", ("Translate a menu into Spanish", "Forty dishes, a line each. Allergens matter.", "days", 100)),
    ("Data and analytics", ("Put three sheets into one", "The columns have different names.", "days", 150)),
    ("Audio and video", ("Cut the pauses out of a podcast", "One episode, 50 minutes, one voice.", "days", 130)),
    ("Marketing", ("Ten captions for our pictures", "Short and friendly, no hashtags.", "days", 60)),
]
