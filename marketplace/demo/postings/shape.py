"""What a posting is made of."""

# Category name to (title, what is needed, usual length, usual fixed budget in dollars). {business} is the client's.
Posting = tuple[str, str, str, int]
Postings = dict[str, list[Posting]]
