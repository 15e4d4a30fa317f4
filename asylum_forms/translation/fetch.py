"""Fetching models: the only module of asylum-forms that goes online, and only when `models fetch` was typed."""

from __future__ import annotations

import ipaddress
import json
import socket
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any

from asylum_forms.i18n import _
from asylum_forms.translation.models import ENDING, PIVOT, Model, ModelError, add, code, folder, is_test, remove

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
"""The list of packages that Argos Translate publishes. It has no checksums: what is fetched is pinned as it came."""
_LARGEST_INDEX, _LARGEST_PACKAGE = 20_000_000, 2_000_000_000
_TIMEOUT = 60
_BLOCK = 1 << 16

Progress = Callable[[int, int], None]
"""Called with bytes received and bytes to come in all (0 when not known)."""


def fetch(
    source: str,
    target: str,
    announce: Callable[[str], None],
    *,
    index: str = INDEX,
    into: Path | None = None,
    progress: Progress | None = None,
) -> list[Model]:
    """Download and add what it takes to translate from one language into the other: one model, or two through English.

    Before the first connection `announce` is told that the program goes online, where, and what the other side learns. Nothing of
    the case is sent. Raises ModelError when there is no package, no connection, or not the package that was promised.
    """
    start, end = code(source), code(target)
    host = urllib.parse.urlsplit(index).hostname or ""
    announce(
        _("This goes online, to {host}. Who runs that site learns that somebody here wants to translate {source} into {target}. "
          "Nothing of your case is sent.").format(host=host, source=start, target=end)
    )  # fmt: skip
    packages = _index(index)
    wanted = _chosen(packages, start, end) or [
        package for leg in ((start, PIVOT), (PIVOT, end)) for package in _chosen(packages, *leg)
    ]
    ways = {(package["from_code"], package["to_code"]) for package in wanted}
    if ways not in ({(start, end)}, {(start, PIVOT), (PIVOT, end)}):
        message = _("There is no model to translate from {source} into {target} in the list at {host}.")
        raise ModelError(message.format(source=start, target=end, host=host))
    return [_added(package, index, announce, into, progress) for package in wanted]


def _index(url: str) -> list[dict[str, Any]]:
    with tempfile.TemporaryFile() as out:
        _download(url, out, _LARGEST_INDEX, None)
        out.seek(0)
        try:
            packages = json.load(out)
            return [dict(package) for package in packages if package.get("type", "translate") == "translate"]
        except (ValueError, AttributeError, TypeError, RecursionError) as error:
            raise ModelError(_("What came from {host} is no list of models.").format(host=_host(url))) from error


def _chosen(packages: list[dict[str, Any]], source: str, target: str) -> list[dict[str, Any]]:
    """The newest package of this direction. Test models are never offered."""
    fit = [
        package
        for package in packages
        if (package.get("from_code"), package.get("to_code")) == (source, target) and not is_test(package) and _links(package)
    ]
    return sorted(fit, key=lambda package: _version(package.get("package_version", "")))[-1:]


def _version(text: object) -> tuple[int, ...]:
    return tuple(int(part) for part in str(text).split(".") if part.isdecimal())


def _links(package: dict[str, Any]) -> list[str]:
    return [str(link) for link in package.get("links", ()) if str(link).startswith(("https://", "http://"))]


def _added(
    package: dict[str, Any], index: str, announce: Callable[[str], None], into: Path | None, progress: Progress | None
) -> Model:
    place = into or folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    trouble: ModelError | None = None
    for link in _links(package):
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=place) as work:
            file = Path(work) / f"{package['from_code']}_{package['to_code']}{ENDING}"
            announce(_("Fetching {file} from {host}.").format(file=file.name, host=_host(link)))
            try:
                with file.open("wb") as out:
                    _download(link, out, _LARGEST_PACKAGE, progress)
                return _as_promised(add(file, expected=str(package.get("sha256", "")), into=place), package)
            except ModelError as error:
                trouble = error
    raise trouble or ModelError(_("What came from {host} is no list of models.").format(host=_host(index)))


def _as_promised(model: Model, package: dict[str, Any]) -> Model:
    if (model.source, model.target) != (package["from_code"], package["to_code"]) or model.test:
        remove(model)
        message = _("The package {model} is not the one that was promised.").format(model=model.label)
        raise ModelError(message, remedy=_("Do not use it."))
    return model


def _download(url: str, out: IO[bytes], largest: int, progress: Progress | None) -> None:
    """The content of an address. Only over TLS, or from this machine itself (a mirror, a test); also when redirected."""
    _safe(url)
    opener = urllib.request.build_opener(_Redirects)
    try:
        with opener.open(url, timeout=_TIMEOUT) as answer:
            total = int(answer.headers.get("Content-Length") or 0)
            received = 0
            while block := answer.read(_BLOCK):
                received += len(block)
                if received > largest:
                    raise ModelError(_("What came from {host} is far too large.").format(host=_host(url)))
                out.write(block)
                if progress:
                    progress(received, total)
            if total and received != total:
                raise ModelError(_("The connection to {host} broke.").format(host=_host(url)), remedy=_("Try again."))
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, socket.gaierror):  # its words are English and mean nothing to a user
            reason = _("this computer is not online, or the name of the site is wrong.")
        message = _("Nothing could be fetched from {host}: {reason}").format(host=_host(url), reason=reason)
        remedy = _("Check the connection, or get the package elsewhere and add it with `models add FILE`.")
        raise ModelError(message, remedy=remedy) from error


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Redirects that stay safe."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _safe(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _safe(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _here(parts.hostname or "")):
        return
    message = _("The address {address} is not safe: it does not begin with https.").format(address=url[:200])
    raise ModelError(message)


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).hostname or url[:80]
