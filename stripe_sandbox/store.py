"""The sandbox's memory: one SQLite file with every object as Stripe shows it and what is to be delivered.

One connection, one lock: whatever happens between `with store.transaction()` and its end happens as one.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stripe_sandbox.messages import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE TABLE IF NOT EXISTS line_item (
    session TEXT NOT NULL REFERENCES object (id),
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS line_item_session ON line_item (session);
CREATE TABLE IF NOT EXISTS settlement (
    session TEXT PRIMARY KEY REFERENCES object (id),
    outcome TEXT NOT NULL,
    due_at REAL
);
CREATE TABLE IF NOT EXISTS refund_outcome (
    refund TEXT PRIMARY KEY REFERENCES object (id),
    outcome TEXT NOT NULL,
    due_at REAL
);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL REFERENCES object (id),
    state TEXT NOT NULL DEFAULT 'waiting',
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due_at);
CREATE INDEX IF NOT EXISTS delivery_event ON delivery (event);
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    method_path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def change(self, sql: str, values: Sequence[Any] = ()) -> int:
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def get(self, identifier: str, kind: str) -> Json | None:
        found = self.rows("SELECT body FROM object WHERE id = ? AND kind = ?", (identifier, kind))
        return _load(found[0]) if found else None

    def put(self, body: Json) -> Json:
        self.change(
            "INSERT INTO object (id, kind, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (body["id"], body["object"], json.dumps(body)),
        )
        return body

    def forget(self, identifier: str) -> None:
        self.change("DELETE FROM object WHERE id = ?", (identifier,))

    def where(self, kind: str, limit: int = 100, **equal: Any) -> list[Json]:
        """Objects of a kind, newest first, whose fields hold these values."""
        conditions = "".join(f" AND json_extract(body, '$.{field}') = ?" for field in equal)
        sql = f"SELECT body FROM object WHERE kind = ?{conditions} ORDER BY seq DESC LIMIT ?"
        return [_load(row) for row in self.rows(sql, (kind, *equal.values(), limit))]

    def add_line_items(self, session: str, items: list[Json]) -> None:
        for item in items:
            self.change("INSERT INTO line_item (session, body) VALUES (?, ?)", (session, json.dumps(item)))

    def replace_line_items(self, session: str, items: list[Json]) -> None:
        self.change("DELETE FROM line_item WHERE session = ?", (session,))
        self.add_line_items(session, items)

    def line_items(self, session: str) -> list[Json]:
        return [_load(row) for row in self.rows("SELECT body FROM line_item WHERE session = ?", (session,))]

    def setting(self, name: str, default: str = "") -> str:
        found = self.rows("SELECT value FROM setting WHERE name = ?", (name,))
        return str(found[0]["value"]) if found else default

    def set(self, name: str, value: str) -> None:
        self.change("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))

    def json_setting(self, name: str, default: Any) -> Any:
        held = self.setting(name)
        return json.loads(held) if held else default

    def set_json(self, name: str, value: Any) -> None:
        self.set(name, json.dumps(value))

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def _load(row: sqlite3.Row) -> Json:
    loaded: Json = json.loads(row["body"])
    return loaded
