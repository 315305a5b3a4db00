"""What every answer says to a browser that opens it: keep nothing, run nothing, show me in nobody's frame."""

from aiohttp import web

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",  # browsers heed it where they came by https
    "X-Content-Type-Options": "nosniff",
}


async def guard(_: web.Request, answer: web.StreamResponse) -> None:
    """Before an answer goes out; a page that says more itself keeps its own words. What we are built of is not told."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers["Server"] = "Muster"
