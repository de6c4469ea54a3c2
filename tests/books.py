"""The call that ends every test in which Connects move."""

from connects.proof import prove


def assert_books_balance() -> None:
    """Every sentence of the proof holds over the whole database of this test."""
    proof = prove()
    assert proof.balanced, "\n".join(str(difference) for difference in proof.differences)
