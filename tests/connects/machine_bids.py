"""Connects that are held for a bid, as rules of the state machine: placed, raised, returned, captured, refunded."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from connects import holds, services
from connects.errors import HoldEnded, NoSuchSpend, NotEnoughConnects
from tests.connects.machine import OneWallet, connects
from tests.connects.oracle import OracleHold


class HeldBids(OneWallet):
    @rule(n=connects)
    def place(self, n: int) -> None:
        reference = self.reference("boost")
        taken = self.oracle.take(n)
        with self.clock():
            if taken is None:
                with pytest.raises(NotEnoughConnects):
                    services.place_hold(self.wallet.pk, n, reference=reference)
                return
            for again in (False, True):
                assert services.place_hold(self.wallet.pk, n, reference=reference).again == again
        self.oracle.holds[reference] = OracleHold([taken])

    @precondition(lambda self: self.oracle.holds)
    @rule(data=st.data(), more=connects)
    def raise_it(self, data, more: int) -> None:
        reference, held = self.some_hold(data)
        to = held.connects + more
        with self.clock():
            if held.ended:
                with pytest.raises(HoldEnded):
                    services.raise_hold(reference, to=to)
                return
            taken = self.oracle.take(more)
            if taken is None:
                with pytest.raises(NotEnoughConnects):
                    services.raise_hold(reference, to=to)
                return
            for again in (False, True):
                assert services.raise_hold(reference, to=to).again == again
        held.parts.append(taken)

    @precondition(lambda self: self.oracle.holds)
    @rule(data=st.data())
    def return_it(self, data) -> None:
        reference, held = self.some_hold(data)
        with self.clock():
            if held.ended in ("captured", "refunded"):
                with pytest.raises(HoldEnded):
                    services.return_hold(reference)
                return
            bookings = services.return_hold(reference)
        self.mirrored(bookings, held)
        if not held.ended:
            for taken in held.parts:
                self.oracle.put_back(taken)
        held.ended = "returned"

    @precondition(lambda self: self.oracle.holds)
    @rule(data=st.data())
    def capture_it(self, data) -> None:
        reference, held = self.some_hold(data)
        with self.clock():
            if held.ended == "returned":
                with pytest.raises(HoldEnded):
                    services.capture_hold(reference)
                return
            assert services.capture_hold(reference) == held.connects
        held.ended = held.ended or "captured"

    @precondition(lambda self: self.oracle.holds)
    @rule(data=st.data())
    def refund_what_was_captured(self, data) -> None:
        reference, held = self.some_hold(data)
        with self.clock():
            if held.ended in ("", "returned"):
                with pytest.raises(NoSuchSpend):
                    services.refund_hold(reference)
                return
            bookings = services.refund_hold(reference)
        self.mirrored(bookings, held)
        if held.ended == "captured":
            for taken in held.parts:
                self.oracle.put_back(taken)
        held.ended = "refunded"

    def some_hold(self, data) -> tuple[str, OracleHold]:
        reference = data.draw(st.sampled_from(sorted(self.oracle.holds)))
        return reference, self.oracle.holds[reference]

    def mirrored(self, bookings, held: OracleHold) -> None:
        put = [[(self.rows[lot.number], part) for lot, part in taken] for taken in held.parts]
        assert [self.entries(booking) for booking in bookings] == put

    @invariant()
    def what_is_held_agrees(self) -> None:
        if hasattr(self, "oracle"):
            found = sum(each.connects for each in holds.open_holds(self.wallet.pk))
            assert found == sum(held.connects for held in self.oracle.holds.values() if not held.ended)
