"""Fetching models: announced first, over safe addresses only, and only what was promised. The other side is on this machine."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from model_packages import ABOUT, package, parts

from asylum_forms.translation import fetch as fetching
from asylum_forms.translation.fetch import fetch
from asylum_forms.translation.models import ModelError, installed

pytestmark = pytest.mark.loopback


class Site:
    """A site with files, which remembers what was asked of it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.asked: list[str] = []
        self.cut = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                if self.path in site.redirects:
                    self.send_response(302)
                    self.send_header("Location", site.redirects[self.path])
                    self.end_headers()
                elif self.path in site.files:
                    content = site.files[self.path]
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(content) + site.cut))
                    self.end_headers()
                    self.wfile.write(content)
                else:
                    self.send_error(404)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def offer(self, *packages: dict[str, object]) -> None:
        self.files["/index.json"] = json.dumps(packages).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def offered(
    site: Site, tmp_path: Path, source: str = "zh", target: str = "en", version: str = "1.9", **about: object
) -> dict[str, object]:
    """A package of the site and its line in the index."""
    name = f"/{source}_{target}-{version}.argosmodel"
    codes = {"from_code": source, "to_code": target, "package_version": version}
    site.files[name] = package(tmp_path / name[1:], parts(**{**codes, **about})).read_bytes()
    return {**ABOUT, **codes, **about, "links": ["ipfs://nowhere", site.url + name]}


def get(site: Site, tmp_path: Path, source: str = "zh", target: str = "en") -> list[str]:
    said: list[str] = []
    models = fetch(source, target, said.append, index=site.url + "/index.json", into=tmp_path / "models")
    return [model.label for model in models]


def test_it_says_so_before_it_goes_online(site: Site, tmp_path: Path) -> None:
    site.offer(offered(site, tmp_path))
    asked_when_told: list[int] = []
    said: list[str] = []

    def announce(words: str) -> None:
        said.append(words)
        asked_when_told.append(len(site.asked))

    progress: list[tuple[int, int]] = []
    fetch("zh_Hans", "en", announce, index=site.url + "/index.json", into=tmp_path / "models",
          progress=lambda done, total: progress.append((done, total)))  # fmt: skip
    assert asked_when_told[0] == 0
    assert "127.0.0.1" in said[0]
    assert "Nothing of your case is sent" in said[0]
    assert progress[-1][0] == progress[-1][1] > 0
    assert [model.label for model in installed(tmp_path / "models")] == ["zh-en 1.9"]


def test_the_newest_package_is_taken(site: Site, tmp_path: Path) -> None:
    site.offer(*(offered(site, tmp_path, version=version) for version in ("1.9", "1.10", "1.2")))
    assert get(site, tmp_path) == ["zh-en 1.10"]


def test_two_packages_are_fetched_where_the_way_goes_through_english(site: Site, tmp_path: Path) -> None:
    site.offer(offered(site, tmp_path), offered(site, tmp_path, "en", "ko"))
    assert get(site, tmp_path, "zh_Hans", "ko") == ["zh-en 1.9", "en-ko 1.9"]
    with pytest.raises(ModelError, match="no model to translate from ko into fr"):
        get(site, tmp_path, "ko", "fr")


def test_test_models_are_never_offered(site: Site, tmp_path: Path) -> None:
    site.offer(offered(site, tmp_path, test_model=True))
    with pytest.raises(ModelError, match="no model"):
        get(site, tmp_path)


def test_a_package_that_is_not_what_was_promised_is_refused(site: Site, tmp_path: Path) -> None:
    line = offered(site, tmp_path)
    site.files["/zh_en-1.9.argosmodel"] = package(tmp_path / "x", parts(from_code="fr")).read_bytes()
    site.offer(line)
    with pytest.raises(ModelError, match="not the one that was promised"):
        get(site, tmp_path)
    assert installed(tmp_path / "models") == []
    site.offer({**offered(site, tmp_path), "sha256": "00" * 32})
    with pytest.raises(ModelError, match="SHA-256"):
        get(site, tmp_path)


def test_addresses_that_are_not_safe_are_not_asked(site: Site, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not safe"):
        fetch("zh", "en", lambda _words: None, index="http://192.0.2.1/index.json", into=tmp_path)
    with pytest.raises(ModelError, match="not safe"):
        fetch("zh", "en", lambda _words: None, index="file:///etc/passwd", into=tmp_path)
    site.redirects["/index.json"] = "http://192.0.2.1/index.json"
    with pytest.raises(ModelError, match="not safe"):
        get(site, tmp_path)


def test_a_connection_that_breaks_leaves_nothing_behind(site: Site, tmp_path: Path) -> None:
    site.offer(offered(site, tmp_path))
    site.cut = 5
    with pytest.raises(ModelError, match=r"127\.0\.0\.1"):
        get(site, tmp_path)
    assert installed(tmp_path / "models") == []


def test_no_connection_is_said_with_what_to_do_instead(tmp_path: Path) -> None:
    made = Site()
    made.server.server_close()
    with pytest.raises(ModelError, match="Nothing could be fetched") as caught:
        get(made, tmp_path)
    assert "models add" in caught.value.remedy


def test_a_computer_that_is_not_online_is_said_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_asked: object, **_how: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(ModelError, match="this computer is not online") as caught:
        fetch("zh", "en", print, index="https://models.invalid/index.json", into=tmp_path / "models")
    assert "Errno" not in caught.value.message


def test_what_is_far_too_large_is_not_kept(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.offer(offered(site, tmp_path))
    monkeypatch.setattr(fetching, "_LARGEST_PACKAGE", 100)
    with pytest.raises(ModelError, match="far too large"):
        get(site, tmp_path)
    assert not list((tmp_path / "models").iterdir())


@pytest.mark.parametrize("content", [b"<html>", b"[1, 2]", b"{}"])
def test_an_index_that_is_none_is_named(site: Site, tmp_path: Path, content: bytes) -> None:
    site.files["/index.json"] = content
    with pytest.raises(ModelError):
        get(site, tmp_path)
