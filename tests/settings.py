"""The site's settings for tests: no `.env`, quick password hashes, a cache of the process's own.

The environment still chooses the engine: DATABASE_URL and REDIS_URL, as everywhere.
"""

import atexit
import os
import shutil
import tempfile

os.environ["DOTENV"] = "off"
for name, value in {"SECRET_KEY": "only for tests", "DEMO": "on", "STRIPE_WEBHOOK_SECRETS": "whsec_tests"}.items():
    os.environ.setdefault(name, value)
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="guildhall-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from house import messages  # noqa: E402
from marketplace.settings import *  # noqa: E402, F403

messages.build()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as on a site: in memory, all threads of a live server share one connection, and one at work locks out
    # the others at once instead of making them wait.
    VAR_DIR.mkdir(parents=True, exist_ok=True)  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests.sqlite3")}  # noqa: F405
elif new_site := os.environ.get("NEW_SITE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": new_site}  # noqa: F405
