"""A passkey is added and used to log in, under the strict content policy, with a key that Chromium plays."""

import pytest
from allauth.mfa.models import Authenticator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_the_keyboard(look):
    """A page at the log-in, with a fingerprint reader that always agrees."""
    page = look("/accounts/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


def log_in(page, person):
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_text(f"Hello, {person.name}").wait_for()


def show_it_is_you(page):
    page.get_by_role("heading", name="Is it you?").wait_for()
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Go on").click()


def go(page, path):
    page.goto("/".join(page.url.split("/")[:3]) + path)


def test_ben_adds_a_passkey_and_logs_in_with_it(at_the_keyboard, ben):
    page = at_the_keyboard
    log_in(page, ben)
    go(page, "/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    show_it_is_you(page)
    page.get_by_label("Name").fill("My laptop")
    assert page.get_by_label("Log in with this key alone").is_checked()
    page.get_by_role("button", name="Add").click()
    page.get_by_text("The key is added.").wait_for()
    assert Authenticator.objects.filter(user=ben, type="webauthn").count() == 1

    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Log out").click()
    page.get_by_text("You are logged out.").wait_for()
    go(page, "/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_text("Hello, Ben").wait_for()


def test_a_passkey_that_does_not_work_says_so(look):
    page = look("/accounts/login/")
    page.route("**/webauthn/login/", lambda route: route.fulfill(json={}))
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_text("The passkey could not be used.").wait_for()


def test_an_authenticator_app_is_set_up_and_asked_for(look, ben, accessibility_problems):
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time  # noqa: PLC0415

    def code(secret):
        return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"

    page = look("/accounts/login/", width=360)
    log_in(page, ben)
    go(page, "/accounts/2fa/totp/activate/")
    show_it_is_you(page)
    page.get_by_role("heading", name="Set up an authenticator app").wait_for()
    assert accessibility_problems(page) == []
    secret = page.locator("#totp-secret").inner_text()
    page.get_by_label("code").fill(code(secret))
    page.get_by_role("button", name="Turn on").click()
    page.get_by_text("The authenticator app is on.").wait_for()
    assert Authenticator.objects.filter(user=ben, type="totp").exists()
    for path in (
        "/accounts/2fa/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/sessions/",
        "/accounts/password/change/",
    ):
        go(page, path)
        assert accessibility_problems(page) == []
        assert page.evaluate("document.body.scrollWidth <= window.innerWidth")
