"""The API's front door: key, version, faults, idempotency, then the endpoint."""

import base64
import time
from typing import Any

from stripe_sandbox import faults, ids
from stripe_sandbox.calls import Call, Endpoint
from stripe_sandbox.config import API_VERSION, Config
from stripe_sandbox.errors import StripeError
from stripe_sandbox.faults import Faults, Kind
from stripe_sandbox.form import decode
from stripe_sandbox.idempotency import Keys
from stripe_sandbox.messages import Json, Request, Response, json_response
from stripe_sandbox.routes import route
from stripe_sandbox.store import Store


class Api:
    def __init__(self, store: Store, config: Config, faults: Faults) -> None:
        self._store = store
        self._config = config
        self._faults = faults
        self._keys = Keys(store)

    def answer(self, request: Request) -> Response:
        request_id = ids.new("req_", 14)
        try:
            response = self._admit(request, request_id)
        except StripeError as error:
            response = json_response(error.body(), error.status, error.headers)
        response.headers.update({"Request-Id": request_id, "Stripe-Version": API_VERSION})
        if request.header("Idempotency-Key"):
            response.headers["Idempotency-Key"] = request.header("Idempotency-Key")
        return response

    def _admit(self, request: Request, request_id: str) -> Response:
        _check_key(request)
        _check_version(request)
        method_path = f"{request.method} {request.path}"
        endpoint, path_ids = route(request)
        params = decode(request.body.decode("utf-8", "replace") if request.method == "POST" else request.query)
        fault = self._faults.next_for(method_path)
        if fault and fault.kind is Kind.SILENCE:
            time.sleep(fault.seconds)
            return Response(504, b"", hang_up=True)
        if fault and fault.kind in (Kind.ERROR_500, Kind.RATE_LIMIT, Kind.CONFLICT):
            raise faults.refusal(fault.kind)
        key = request.header("Idempotency-Key") if request.method == "POST" else ""
        cause: Json = {"id": request_id, "idempotency_key": key or None}
        call = Call(self._store, self._config, path_ids, params, cause)
        broken = bool(fault and fault.kind is Kind.ERROR_500_REMEMBERED)
        if key:
            response = self._once(key, method_path, params, call, endpoint, broken)
        else:
            response = _work(endpoint, call, broken)
        lost = bool(fault and fault.kind is Kind.LOST_ANSWER)
        return Response(response.status, response.body, response.content_type, response.headers, hang_up=lost)

    def _once(
        self,
        key: str,
        method_path: str,
        params: dict[str, Any],
        call: Call,
        endpoint: Endpoint,
        broken: bool,
    ) -> Response:
        if len(key) > 255:
            raise StripeError("Idempotency keys can be at most 255 characters.", kind="idempotency_error")
        with self._keys.held(key):
            earlier = self._keys.earlier_answer(key, method_path, params)
            if earlier:
                return earlier
            try:
                with self._store.transaction():
                    response = _work(endpoint, call, broken)
                    self._keys.remember(key, method_path, params, response, call.cause["id"])
            except StripeError as refused:
                if refused.status != 402:
                    raise
                # A charge was tried and refused: the same key does not try it again.
                response = json_response(refused.body(), refused.status)
                self._keys.remember(key, method_path, params, response, call.cause["id"])
            response.headers["Original-Request"] = call.cause["id"]
            return response


def _work(endpoint: Endpoint, call: Call, broken: bool) -> Response:
    if broken:
        error = faults.refusal(Kind.ERROR_500_REMEMBERED)
        return json_response(error.body(), error.status, {"Stripe-Should-Retry": "false"})
    with call.store.transaction():
        return json_response(endpoint(call))


def _check_key(request: Request) -> None:
    scheme, _, value = request.header("Authorization").partition(" ")
    if scheme.lower() == "basic":
        value = base64.b64decode(value, validate=False).decode("utf-8", "replace").partition(":")[0]
    key = value.strip()
    if not key:
        message = (
            "You did not provide an API key. You need to provide your API key in the Authorization "
            "header, using "
            "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    elif key.startswith(("sk_live_", "rk_live_")):
        message = "This is a sandbox and refuses live API keys. Use a key that begins with sk_test_."
    elif not key.startswith(("sk_test_", "rk_test_")):
        message = f"Invalid API Key provided: {key[:8]}{'*' * 8}"
    else:
        return
    raise StripeError(message, status=401, headers={"WWW-Authenticate": 'Bearer realm="Stripe"'})


def _check_version(request: Request) -> None:
    version = request.header("Stripe-Version")
    if version and version != API_VERSION:
        raise StripeError(f"Invalid Stripe API version: {version}. The sandbox speaks {API_VERSION} alone.")
