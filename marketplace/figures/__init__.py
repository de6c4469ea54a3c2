"""How the site does, for operators: the economy of Connects, money, and the market. The rooms that own the tables add
up; here the sums become tables, pictures and CSV files.
"""
