"""The price book: a region's packages looked at together, then saved with a reason; new regions, sales and codes."""

import pytest
from django.urls import reverse

from billing.models import Package, PromoCode, Region, Sale
from common.models import PolicyChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


@pytest.fixture
def japan():
    return Region.objects.get(currency="JPY")


@pytest.fixture
def url(japan):
    return reverse("admin:billing_region_prices", args=[japan.pk])


def as_shown(page) -> dict[str, str]:
    """The form as a browser would send it back."""
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    sent = {
        name: "on" if value is True else str(value) for name, value in fields.items() if value not in (None, False)
    }
    return sent | ({"seen": page.context["seen"]} if page.context["seen"] else {})


def price_of(region, connects: int) -> str:
    return f"price_{Package.objects.get(region=region, connects=connects).pk}"


def test_it_shows_every_package_with_its_saving_and_price_per_connect(operator, url):
    page = operator.get(url).content.decode()
    for words in ("¥1,276", "¥21.27", "save 3 %", "save 7 %", "large plans only"):
        assert words in page
    assert "Save these prices" not in page


def test_a_new_price_is_looked_at_before_it_holds(operator, olga, url, japan):
    sent = as_shown(operator.get(url)) | {price_of(japan, 60): "1,200"}
    page = operator.post(url, sent | {"look": ""})
    body = page.content.decode()
    assert "<s>¥1,276</s> <strong>¥1,200</strong>" in body
    assert "save 9 %" in body
    assert Package.objects.get(region=japan, connects=60).price_minor == 1276
    operator.post(url, as_shown(page) | {"save": "", "reason": "A round price"})
    package = Package.objects.get(region=japan, connects=60)
    assert package.price_minor == 1200
    change = PolicyChange.objects.get()
    assert (change.actor, change.reason, change.before) == (olga, "A round price", {"price_minor": "1276"})
    history = operator.get(reverse("admin:billing_package_change", args=[package.pk])).content.decode()
    assert "A round price" in history


def test_what_was_not_looked_at_is_not_saved(operator, url, japan):
    page = operator.post(url, as_shown(operator.get(url)) | {price_of(japan, 60): "1200", "look": ""})
    sent = as_shown(page) | {price_of(japan, 60): "120", "save": "", "reason": "A slip"}
    again = operator.post(url, sent)
    assert "The figures have changed since you looked at them" in again.content.decode()
    assert Package.objects.get(region=japan, connects=60).price_minor == 1276


def test_without_a_reason_nothing_is_saved(operator, url, japan):
    page = operator.post(url, as_shown(operator.get(url)) | {price_of(japan, 60): "1200", "look": ""})
    refused = operator.post(url, as_shown(page) | {"save": "", "reason": " "})
    assert "Say why" in refused.content.decode()
    assert not PolicyChange.objects.exists()


@pytest.mark.parametrize(
    ("price", "words"),
    [("12.50", "This currency has no decimals"), ("x", "Write an amount like 1,200."), ("20", "less than Stripe can")],
)
def test_a_price_that_cannot_be_is_said(operator, url, japan, price, words):
    page = operator.post(url, as_shown(operator.get(url)) | {price_of(japan, 60): price, "look": ""})
    assert words in page.content.decode()
    assert "Save these prices" not in page.content.decode()


def test_a_dearer_package_is_remarked_on(operator, url, japan):
    page = operator.post(url, as_shown(operator.get(url)) | {price_of(japan, 60): "1500", "look": ""})
    assert "dearer for each Connect than 40" in page.content.decode()


def test_a_new_package_and_one_taken_off_the_shelf(operator, url, japan):
    sent = as_shown(operator.get(url)) | {"connects_new0": "30", "price_new0": "660", "look": ""}
    del sent[f"active_{Package.objects.get(region=japan, connects=10).pk}"]
    page = operator.post(url, sent)
    operator.post(url, as_shown(page) | {"save": "", "reason": "Thirty is asked for"})
    assert Package.objects.get(region=japan, connects=30).price_minor == 660
    assert Package.objects.get(region=japan, connects=10).active is False


def test_half_a_package_and_two_of_one_size_are_refused(operator, url):
    shown = as_shown(operator.get(url))
    assert "needs both" in operator.post(url, shown | {"connects_new0": "30", "look": ""}).content.decode()
    double = operator.post(url, shown | {"connects_new0": "20", "price_new0": "440", "look": ""}).content.decode()
    assert "two packages of 20 Connects" in double


def test_a_region_is_added_with_its_prices(operator, olga):
    add = reverse("admin:billing_region_add")
    sent = {"name": "Switzerland", "currency": "chf", "countries": "ch, LI", "reason": "Asked for"}
    assert operator.post(add, sent).status_code == 302
    region = Region.objects.get(name="Switzerland")
    assert (region.currency, region.countries) == ("CHF", ["CH", "LI"])
    assert PolicyChange.objects.get().reason == "Asked for"
    url = reverse("admin:billing_region_prices", args=[region.pk])
    shown = as_shown(operator.get(url))
    assert shown["connects_new0"] == "10"
    page = operator.post(url, shown | {"price_new0": "1.50", "price_new1": "3.00", "look": ""})
    operator.post(url, as_shown(page) | {"save": "", "reason": "To begin with"})
    assert list(region.packages.values_list("connects", "price_minor")) == [(10, 150), (20, 300)]


@pytest.mark.parametrize(
    ("countries", "words"),
    [("CH, XX", "Not a country"), ("DE", "Already in another region: DE"), ("", "already")],
)
def test_a_region_that_cannot_be_is_refused(operator, countries, words):
    sent = {"name": "Nowhere", "currency": "CHF", "countries": countries, "reason": "A slip"}
    page = operator.post(reverse("admin:billing_region_add"), sent)
    assert page.status_code == 200
    assert not Region.objects.filter(name="Nowhere").exists()


def test_somewhere_is_always_everywhere_else(operator):
    dollars = Region.objects.get(countries=[])
    change = reverse("admin:billing_region_change", args=[dollars.pk])
    page = operator.post(change, {"name": "United States", "countries": "US", "reason": "A slip"})
    assert "people elsewhere would have no prices" in page.content.decode()
    dollars.refresh_from_db()
    assert dollars.countries == []


def test_a_package_alone_is_not_made_too_cheap_to_charge_either(operator, japan):
    package = Package.objects.get(region=japan, connects=10)
    change = reverse("admin:billing_package_change", args=[package.pk])
    page = operator.post(change, {"price_minor": "49", "active": "on", "reason": "A slip"})
    assert "Less than Stripe can charge in JPY" in page.content.decode()
    package.refresh_from_db()
    assert package.price_minor == 220


def test_a_region_keeps_its_currency(operator, japan):
    change = reverse("admin:billing_region_change", args=[japan.pk])
    operator.post(change, {"name": "Japan", "currency": "USD", "countries": "JP", "reason": "A slip"})
    japan.refresh_from_db()
    assert japan.currency == "JPY"


def test_a_code_is_added_in_capitals_with_a_reason(operator):
    sent = {
        "code": "spring-20",
        "percent": "20",
        "connects": "0",
        "limit_total": "100",
        "limit_per_person": "1",
        "starts_at_0": "2026-03-01",
        "starts_at_1": "09:00:00",
        "active": "on",
        "reason": "The spring mail",
    }
    answer = operator.post(reverse("admin:billing_promocode_add"), sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert PromoCode.objects.get().code == "SPRING-20"
    assert "0 of 100" in operator.get(reverse("admin:billing_promocode_changelist")).content.decode()


@pytest.mark.parametrize(("percent", "connects"), [("0", "0"), ("20", "5"), ("101", "0")])
def test_a_code_that_gives_nothing_or_both_is_refused(operator, percent, connects):
    sent = {"code": "ODD", "percent": percent, "connects": connects, "reason": "A slip", "active": "on"}
    sent |= {"starts_at_0": "2026-03-01", "starts_at_1": "09:00:00"}
    assert operator.post(reverse("admin:billing_promocode_add"), sent).status_code == 200
    assert not PromoCode.objects.exists()


@pytest.mark.parametrize("code", ["ALL OFF!", "AB", "ÄPFEL", "a\x00bc"])
def test_a_code_that_nobody_could_type_is_refused_beside_its_field(operator, code):
    sent = {"code": code, "percent": "20", "connects": "0", "limit_per_person": "1", "reason": "A slip"}
    sent |= {"starts_at_0": "2026-03-01", "starts_at_1": "09:00:00", "active": "on"}
    answer = operator.post(reverse("admin:billing_promocode_add"), sent)
    assert set(answer.context["adminform"].form.errors) == {"code"}
    assert not PromoCode.objects.exists()


def test_a_sale_is_added_and_ended_with_a_reason(operator):
    sent = {
        "name": "Spring sale",
        "percent": "20",
        "starts_at_0": "2026-03-01",
        "starts_at_1": "00:00:00",
        "ends_at_0": "2026-03-08",
        "ends_at_1": "00:00:00",
        "active": "on",
        "reason": "As every year",
    }
    operator.post(reverse("admin:billing_sale_add"), sent)
    sale = Sale.objects.get()
    del sent["active"]
    operator.post(reverse("admin:billing_sale_change", args=[sale.pk]), sent | {"reason": "Too cheap"})
    sale.refresh_from_db()
    assert sale.active is False
    assert list(PolicyChange.objects.order_by("id").values_list("reason", flat=True)) == ["As every year", "Too cheap"]


@pytest.mark.parametrize("page", ["region", "package", "sale", "promocode", "redemption", "discountpolicy"])
def test_its_lists_open(operator, page):
    assert operator.get(reverse(f"admin:billing_{page}_changelist")).status_code == 200


def test_nobody_else_comes_in(client, ben, url):
    client.force_login(ben)
    assert client.get(url).status_code == 302
    assert client.post(url, {}).status_code == 302
