"""What the site knows of a person: handing it to them, and letting go of it when they leave (PRODUCT 10)."""
