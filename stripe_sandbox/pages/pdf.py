"""The least PDF that shows lines of text: one page, one font, no library."""

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def document(rows: list[str]) -> bytes:
    text = "\n".join(f"({_escaped(row)}) Tj T*" for row in rows).encode("latin-1", "replace")
    content = b"BT /F1 11 Tf 16 TL 60 780 Td\n" + text + b"\nET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 %b >> >> >>"
        % FONT,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    made, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def _escaped(row: str) -> str:
    # The font's own alphabet has the euro sign where Latin 1 has none.
    plain = row.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return plain.replace("€", "\\200").replace("₹", "INR ").replace("×", "x")
