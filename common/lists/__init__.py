"""Long lists that are searched by words and narrowed by facts: jobs, talent. What they share, whatever they list.

A listed thing has a narrow row in a table of its own, kept true by triggers (`keeping`), with its place in each order
and the words it is found by; on SQLite the words are in an FTS5 table. A room says what stands in its rows, in SQL.
"""
