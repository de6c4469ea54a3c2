"""How people come in, the same for every site: settings of Django and allauth that no environment changes."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.door_forms.LoginForm",
    "add_email": "accounts.door_forms.AddEmailForm",
    "change_password": "accounts.door_forms.ChangePasswordForm",
    "set_password": "accounts.door_forms.SetPasswordForm",
    "reset_password": "accounts.door_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.door_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.door_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# One address at a time: a new one replaces the old one once it is verified.
ACCOUNT_CHANGE_EMAIL = True
# Sign-up and password reset answer alike whether or not an account has the address.
ACCOUNT_PREVENT_ENUMERATION = True
# The password is asked again before e-mail or second factors change, and the person hears of it by mail.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# /admin/ has no log-in of its own, so these cover it too. Without Redis they go on counting: common.cache.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "refused_code": "10/h/user,40/h/ip",
    # Asking for the newsletter: by one visitor, and into one mailbox.
    "newsletter": "10/10m/ip",
    "newsletter_to": "3/d/key",
    # Messages and invitations to interviews.
    "talk": "20/m/user,300/h/user",
    # Reporting jobs, people and what they write.
    "report": "10/h/user,30/d/user",
    # Support tickets: opening them and writing in them.
    "support": "10/h/user,40/d/user",
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.passkey_forms.AddPasskeyForm",
    "login_webauthn": "accounts.passkey_forms.LoginForm",
    "authenticate_webauthn": "accounts.passkey_forms.AuthenticateForm",
    "reauthenticate_webauthn": "accounts.passkey_forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A clock that is half a minute off must not lock anybody out.
MFA_TOTP_TOLERANCE = 1
# Shown on the sessions page; accounts.middleware notes it, every few minutes instead of on every request.
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
