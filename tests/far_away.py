"""A calendar's server on this machine, spoken to as one in the open internet is: by name, by TLS, by a certificate."""

import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.rules.addresses import is_open
from scheduler.fetching import Network

HOST = "calendar.example.org"
HERE = "127.0.0.1"
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    """`answers` are by path; `asked` is what was asked, host and path. `network` leads every name in `names` here."""

    network: Network
    answers: dict[str, Answering] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=lambda: {HOST: [HERE]})
    resolved: list[str] = field(default_factory=list)

    def gives(self, path: str, text: bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer so from now on; returns the address."""

        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=text, status=status, headers=headers)

        self.answers[path] = answer
        return f"https://{HOST}{path}"


def certificate(folder: Path) -> ssl.SSLContext:
    """What the server shows; `folder/own.pem` is what trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calendars far away")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([
            x509.DNSName(HOST), x509.DNSName("other.example.org"), x509.IPAddress(ipaddress.ip_address(HERE))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    own, secret = folder / "own.pem", folder / "own.key"
    own.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))  # fmt: skip
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(own, secret)
    return shown


@asynccontextmanager
async def far_away(folder: Path) -> AsyncIterator[Server]:
    shown = certificate(folder)

    async def answer(request: web.Request) -> web.StreamResponse:
        server.asked.append(f"{request.host} {request.path_qs}")
        answering = server.answers.get(request.path)
        return await answering(request) if answering else web.Response(status=404)

    async def resolve(host: str) -> list[str]:
        server.resolved.append(host)
        return server.names.get(host, [])

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, HERE, 0, ssl_context=shown).start()
        trust = ssl.create_default_context(cafile=str(folder / "own.pem"))
        server = Server(
            Network(resolve, lambda number: number == HERE or is_open(number), runner.addresses[0][1], trust)
        )
        yield server
    finally:
        await runner.cleanup()
