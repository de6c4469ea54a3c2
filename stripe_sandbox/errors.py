"""Errors in the shape in which Stripe answers them: type, code, message, param and a page to read."""

from stripe_sandbox.messages import Json

NOT_MODELLED = "The sandbox does not model this part of Stripe"


class StripeError(Exception):
    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param
        self.headers = headers or {}

    def body(self) -> Json:
        error: Json = {"message": self.message, "type": self.kind}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param:
            error["param"] = self.param
        return {"error": error}


def missing(param: str) -> StripeError:
    return StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def unknown(params: list[str]) -> StripeError:
    word = "parameter" if len(params) == 1 else "parameters"
    return StripeError(f"Received unknown {word}: {', '.join(params)}", code="parameter_unknown", param=params[0])


def not_modelled(param: str) -> StripeError:
    """A parameter that Stripe has and the sandbox has not: refused aloud rather than ignored."""
    return StripeError(f"{NOT_MODELLED}: {param}.", param=param)


def no_such(kind: str, identifier: str, param: str = "id", *, status: int = 404) -> StripeError:
    return StripeError(f"No such {kind}: '{identifier}'", status=status, code="resource_missing", param=param)


def unrecognized_url(method: str, path: str) -> StripeError:
    return StripeError(
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the "
        f"trailing "
        "slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) "
        "identifier in "
        f"your code. {NOT_MODELLED}, or Stripe has no such address.",
        status=404,
    )
