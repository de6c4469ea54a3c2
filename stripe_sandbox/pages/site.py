"""Which page answers which address."""

from urllib.parse import urlsplit

from stripe_sandbox.config import Config
from stripe_sandbox.messages import Request, Response
from stripe_sandbox.pages import html
from stripe_sandbox.pages.checkout_page import CheckoutPage
from stripe_sandbox.pages.desk import Desk
from stripe_sandbox.pages.invoice_page import InvoicePage
from stripe_sandbox.pages.portal_page import PortalPage
from stripe_sandbox.store import Store
from stripe_sandbox.webhooks import Webhooks


class Pages:
    def __init__(self, store: Store, config: Config, webhooks: Webhooks) -> None:
        self._checkout = CheckoutPage(store, config)
        self._portal = PortalPage(store)
        self._invoices = InvoicePage(store)
        self._desk = Desk(store, config, webhooks)

    def answer(self, request: Request) -> Response:
        if request.method == "POST" and _from_elsewhere(request):
            return _nothing_here(403, "This form was sent from another site.")
        steps = [step for step in request.path.split("/") if step]
        posted = request.method == "POST"
        match steps:
            case []:
                return self._desk.show(request.query)
            case ["sandbox.css"]:
                return html.stylesheet()
            case ["c", "pay", session]:
                return self._checkout.submit(session, request.fields()) if posted else self._checkout.show(session)
            case ["c", "pay", session, "3ds"]:
                if posted:
                    return self._checkout.authenticate(session, request.fields())
                return self._checkout.show_authentication(session)
            case ["p", "session", token]:
                return self._portal.submit(token, request.fields()) if posted else self._portal.show(token)
            case ["i", token]:
                return self._invoices.submit(token, request.fields()) if posted else self._invoices.show(token)
            case ["i", token, "pdf"]:
                return self._invoices.pdf(token)
            case ["events", event]:
                return self._desk.show_event(event)
            case ["desk", subject, *rest] if posted:
                return self._desk.act(subject, rest[0] if rest else "", request.fields().get("verb", ""))
        return _nothing_here(404, "There is no such page in the sandbox.")


def _from_elsewhere(request: Request) -> bool:
    origin = request.header("Origin")
    return bool(origin) and origin != "null" and urlsplit(origin).netloc != request.header("Host")


def _nothing_here(status: int, text: str) -> Response:
    body = html.render("notice.html", title="Nothing here", text=text, link=html.Markup('<a href="/">To the desk</a>'))
    return html.page("Nothing here", body, status=status)
