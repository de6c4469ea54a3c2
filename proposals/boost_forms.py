"""How many Connects somebody bids, as typed."""

from django import forms

from proposals.boost_table import Table


def boost_field(table: Table, *, required: bool = False) -> forms.IntegerField:
    """Between 1 and the cap; whether it takes a place is decided by the auction."""
    cap = table.figures.cap
    said = f"Bid a whole number between 1 and {cap}."
    return forms.IntegerField(
        label="Connects to bid" if required else "Connects to bid for a place on top (optional)",
        required=required,
        min_value=1,
        max_value=cap,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Say how many Connects you bid.",
            "invalid": said,
            "min_value": said,
            "max_value": said,
        },
    )


class BoostForm(forms.Form):
    def __init__(self, table: Table, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["boost"] = boost_field(table, required=True)
