"""What every answer says to a browser that opens it: keep nothing, run nothing, show me in nobody's frame."""

from aiohttp import web

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


A_YEAR = "max-age=31536000"  # browsers heed it where they came by https
LABELS = 3  # of a host that is Muster's own: below a bare domain live the machines of others


async def guard(request: web.Request, answer: web.StreamResponse) -> None:
    """Before an answer goes out; a page that says more itself keeps its own words. What we are built of is not told."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers["Strict-Transport-Security"] = _https_only(request.host)
    answer.headers["Server"] = "Muster"


def _https_only(host: str) -> str:
    """For whatever stands below our own host as well."""
    name = host.rpartition(":")[0] if ":" in host else host
    is_ours = name.count(".") >= LABELS - 1 and not name.replace(".", "").isdigit()
    return f"{A_YEAR}; includeSubDomains" if is_ours else A_YEAR
