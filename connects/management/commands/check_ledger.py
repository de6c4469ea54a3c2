"""Prove the books: `manage.py check_ledger` exits 1 and lists each difference when they do not balance."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from connects.proof import prove


class Command(BaseCommand):
    help = "Prove that every wallet's balance, lots and bookings agree. Exits 1 and lists each difference if not."

    def handle(self, *args: Any, **options: Any) -> None:
        proof = prove()
        sizes = ", ".join(
            f"{count:,} {name}{'ies' if name == 'entry' else 's'}" for name, count in proof.checked.items()
        )
        self.stdout.write(f"Checked {sizes.replace('entryies', 'entries')} in {proof.seconds:.1f} s.")
        if proof.unswept_lots:
            self.stdout.write(
                f"{proof.unswept_connects:,} Connects in {proof.unswept_lots:,} lots have passed their expiry and wait"
                " for the sweep; nobody can spend them."
            )
        for difference in proof.differences:
            self.stderr.write(self.style.ERROR(str(difference)))
        if proof.balanced:
            self.stdout.write(self.style.SUCCESS("The books balance."))
            return
        for name, count in proof.counts.items():
            self.stderr.write(f"{count:,} x {name}: {proof.sentences[name]}")
        self.stderr.write(self.style.ERROR(f"The books do not balance: {proof.total:,} differences."))
        sys.exit(1)
