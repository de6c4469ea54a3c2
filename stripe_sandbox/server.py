"""The HTTP side: one thread a request, API and pages on one port."""

import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from stripe_sandbox.api import Api
from stripe_sandbox.checkout import delayed, paying
from stripe_sandbox.config import Config
from stripe_sandbox.control import Control
from stripe_sandbox.errors import StripeError
from stripe_sandbox.faults import Faults
from stripe_sandbox.messages import Request, Response, json_response
from stripe_sandbox.pages.site import Pages
from stripe_sandbox.payments import refunds
from stripe_sandbox.store import Store
from stripe_sandbox.subscriptions import due
from stripe_sandbox.webhooks import Webhooks

LARGEST_BODY = 1024 * 1024


class Sandbox:
    """One local Stripe, with its file, its background threads and its port."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.store = Store(config.database)
        self.store.set("public_url", config.public_url)
        self.webhooks = Webhooks(self.store, config)
        faults = Faults()
        self._api = Api(self.store, config, faults)
        self._pages = Pages(self.store, config, self.webhooks)
        self._control = Control(self.store, self.webhooks, faults)
        self._stop = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", config.port), _handler(self))
        self._server.daemon_threads = True

    def serve(self) -> None:
        self.webhooks.start()
        threading.Thread(target=self._tick, name="clock", daemon=True).start()
        self._server.serve_forever(poll_interval=0.2)

    def stop(self) -> None:
        if self._stop.is_set():
            return
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self.webhooks.stop()
        self.store.close()

    def answer(self, request: Request) -> Response:
        try:
            if request.path == "/healthz":
                return json_response({"status": "ok"})
            if request.path.startswith("/v1/"):
                return self._api.answer(request)
            if request.path.startswith("/__control/"):
                return self._control.answer(request)
            return self._pages.answer(request)
        except StripeError as error:
            return json_response(error.body(), error.status)
        except Exception:
            traceback.print_exc()
            return json_response(StripeError("The sandbox failed.", status=500, kind="api_error").body(), 500)
        finally:
            if request.method == "POST":
                self.webhooks.wake()

    def _tick(self) -> None:
        """Once a second: sessions expire, debits and refunds settle; subscriptions go on by their clock."""
        while not self._stop.wait(1.0):
            paying.expire_due(self.store)
            delayed.settle_due(self.store)
            refunds.decide_due(self.store)
            due.run(self.store)
            self.webhooks.wake()


def _handler(sandbox: Sandbox) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave in one packet: without this every answer waits for a delayed acknowledgement.
        wbufsize = 64 * 1024

        def do_GET(self) -> None:
            self._handle(b"")

        do_HEAD = do_GET

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "0")
            if not length.isdigit() or int(length) > LARGEST_BODY:
                self.close_connection = True
                self._send(json_response({"error": {"message": "The body is too large."}}, 413))
                return
            self._handle(self.rfile.read(int(length)))

        do_DELETE = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the desk at `/` shows what happened."""

        def _handle(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(sandbox.answer(Request(self.command, parts.path, parts.query, headers, body)))

        def _send(self, response: Response) -> None:
            if response.hang_up:
                self.close_connection = True
                return
            self.send_response(response.status)
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(response.body)

    return Handler
