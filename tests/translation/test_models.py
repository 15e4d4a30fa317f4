"""Models: nothing unsafe is unpacked, nothing changed is used, test models are called so and never offered."""

from __future__ import annotations

import errno
import json
import stat
import zipfile
from pathlib import Path

import pytest
from model_packages import package, parts, real

from asylum_forms.files import sha256
from asylum_forms.translation import models
from asylum_forms.translation.models import Model, ModelError, add, code, installed, remove, route, verify


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "models"


def test_a_package_is_added_pinned_and_listed(tmp_path: Path, here: Path) -> None:
    file = package(tmp_path / "a.argosmodel", parts())
    model = add(file, into=here, expected=sha256(file).upper())
    assert (model.source, model.target, model.version, model.test, model.sha256) == ("zh", "en", "1.9", False, sha256(file))
    assert installed(here) == [model]
    assert model.label == "zh-en 1.9"
    verify(model)
    assert stat.S_IMODE(here.stat().st_mode) == 0o700
    assert [path.name for path in here.iterdir()] == ["zh-en"]


def test_models_are_kept_in_the_users_data_folder(tmp_path: Path) -> None:
    add(package(tmp_path / "a.argosmodel", parts()))
    assert [model.label for model in installed()] == ["zh-en 1.9"]
    assert "asylum-forms" in str(models.folder())


def test_another_version_takes_the_place_of_the_first(tmp_path: Path, here: Path) -> None:
    add(package(tmp_path / "a.argosmodel", parts()), into=here)
    add(package(tmp_path / "b.argosmodel", parts(package_version="2.0")), into=here)
    assert [model.version for model in installed(here)] == ["2.0"]
    remove(installed(here)[0])
    assert installed(here) == []


def test_a_file_other_than_expected_is_refused(tmp_path: Path, here: Path) -> None:
    with pytest.raises(ModelError, match="SHA-256"):
        add(package(tmp_path / "a.argosmodel", parts()), into=here, expected="00" * 32)
    assert installed(here) == []


def test_a_package_that_cannot_be_read_is_told_with_what_to_do(tmp_path: Path, here: Path) -> None:
    for file, said in ((tmp_path / "none.argosmodel", "there is no such file."), (tmp_path, "this is a folder, not a file.")):
        with pytest.raises(ModelError) as caught:
            add(file, into=here)
        assert said in caught.value.message
        assert "*.argosmodel" in caught.value.remedy


def test_a_full_disk_is_not_said_to_be_a_broken_package(tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(models, "_extract", full)
    with pytest.raises(OSError, match="No space left"):
        add(package(tmp_path / "a.argosmodel", parts()), into=here)
    assert list(here.iterdir()) == []


def test_what_a_mac_leaves_in_a_package_does_no_harm(tmp_path: Path, here: Path) -> None:
    content = {**parts(), "zh_en/.DS_Store": b"x", "__MACOSX/zh_en/._metadata.json": b"x"}
    model = add(package(tmp_path / "a.argosmodel", content), into=here)
    verify(model)
    assert not (here / "__MACOSX").exists()


def link(file: Path, kind: int) -> Path:
    package(file, parts())
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("zh_en/model/link")
        entry.external_attr = (kind | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return file


@pytest.mark.parametrize(
    "name",
    [
        "../out",
        "zh_en/../../out",
        "/etc/out",
        "C:/out",
        "zh_en\\..\\out",
        "other/metadata.json",
        "zh_en/MODEL/model.bin",
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, here: Path, name: str) -> None:
    with pytest.raises(ModelError, match="was not added"):
        add(package(tmp_path / "a.argosmodel", {**parts(), name: b"x"}), into=here)
    assert {path.name for path in tmp_path.iterdir()} <= {"a.argosmodel", "models"}
    assert not list(here.iterdir())


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path: Path, here: Path, kind: int) -> None:
    with pytest.raises(ModelError, match="link or a device"):
        add(link(tmp_path / "a.argosmodel", kind), into=here)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, here: Path) -> None:
    with pytest.raises(ModelError, match="would be unpacked"):
        add(package(tmp_path / "a.argosmodel", {**parts(), "zh_en/model/big": bytes(20_000_000)}), into=here)
    assert not list(here.iterdir())


def test_an_entry_that_lies_about_its_size_is_refused(tmp_path: Path, here: Path) -> None:
    file = package(tmp_path / "a.argosmodel", {**parts(), "zh_en/model/big": bytes(3_000_000)})
    content = file.read_bytes()
    size = (3_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    file.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(ModelError, match="was not added"):
        add(file, into=here)
    assert not list(here.iterdir())


def test_too_many_files_are_refused(tmp_path: Path, here: Path) -> None:
    with pytest.raises(ModelError, match="too large"):
        add(package(tmp_path / "a.argosmodel", {**parts(), **{f"zh_en/x/{n}": b"" for n in range(600)}}), into=here)


@pytest.mark.parametrize("missing", ["zh_en/metadata.json", "zh_en/model/model.bin", "zh_en/sentencepiece.model"])
def test_what_is_missing_in_a_package_is_named(tmp_path: Path, here: Path, missing: str) -> None:
    content = {name: data for name, data in parts().items() if name != missing}
    with pytest.raises(ModelError, match=missing.removeprefix("zh_en/")):
        add(package(tmp_path / "a.argosmodel", content), into=here)


@pytest.mark.parametrize(
    "about", [{"from_code": "../x"}, {"to_code": "zh"}, {"type": "sbd"}, {"from_code": None}, {"to_code": "en/../.."}]
)
def test_odd_descriptions_are_refused(tmp_path: Path, here: Path, about: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="no translation package"):
        add(package(tmp_path / "a.argosmodel", parts(**about)), into=here)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_package_is_named(tmp_path: Path, here: Path, content: bytes) -> None:
    (tmp_path / "a.argosmodel").write_bytes(content)
    with pytest.raises(ModelError, match=r"a\.argosmodel was not added"):
        add(tmp_path / "a.argosmodel", into=here)
    with pytest.raises(ModelError, match="was not added"):
        add(tmp_path / "absent.argosmodel", into=here)


@pytest.mark.parametrize("deed", ["change", "add", "lose"])
def test_a_model_that_was_changed_since_is_not_used(tmp_path: Path, here: Path, deed: str) -> None:
    model = add(package(tmp_path / "a.argosmodel", parts()), into=here)
    weights = model.folder / "model" / "model.bin"
    if deed == "change":
        weights.write_bytes(b"weightz")
    elif deed == "add":
        (model.folder / "model" / "extra").write_bytes(b"")
    else:
        weights.unlink()
    with pytest.raises(ModelError, match="not as it was added"):
        verify(model)


def test_a_damaged_pin_is_named(tmp_path: Path, here: Path) -> None:
    model = add(package(tmp_path / "a.argosmodel", parts()), into=here)
    (model.folder / "pinned.json").write_text("{")
    with pytest.raises(ModelError, match="zh-en is damaged"):
        installed(here)


def test_the_way_goes_through_english_where_there_is_no_direct_one() -> None:
    def model(source: str, target: str, *, test: bool = False) -> Model:
        return Model(source, target, "1", Path(), "", test)

    ways = [model("zh", "en"), model("en", "ko"), model("en", "fr"), model("ko", "fr", test=True)]
    assert [one.label for one in route("zh_Hans", "ko", ways)] == ["zh-en 1", "en-ko 1"]
    assert [one.label for one in route("zh_Hant", "en", ways)] == ["zh-en 1"], "simplified serves where there is no other"
    assert [one.label for one in route("zh_Hant", "en", [*ways, model("zt", "en")])] == ["zt-en 1"]
    assert [one.label for one in route("en", "fr", ways)] == ["en-fr 1"]
    assert route("ko", "en", ways) == ()
    assert route("ko", "fr", ways) == (), "a test model is never offered"
    assert [one.label for one in route("ko", "fr", ways, tests=True)] == ["TEST MODEL ko-fr 1"]


def test_languages_are_called_as_argos_calls_them() -> None:
    assert [code(language) for language in ("zh_Hans", "zh_Hant", "zh-TW", "zh", "ko", "fr_CA")] == [
        "zh",
        "zt",
        "zt",
        "zh",
        "ko",
        "fr",
    ]


@pytest.mark.parametrize("about", [{"test_model": True}, {"name": "a test model"}, {"from_name": "Chinese (TEST MODEL)"}])
def test_a_test_model_is_called_so_and_stands_apart(tmp_path: Path, here: Path, about: dict[str, object]) -> None:
    add(package(tmp_path / "a.argosmodel", parts()), into=here)
    model = add(package(tmp_path / "b.argosmodel", parts(**about)), into=here)
    assert model.test
    assert model.label == "TEST MODEL zh-en 1.9"
    assert [one.test for one in installed(here)] == [False, True], "it takes the place of no real one"
    assert route("zh", "en", installed(here)) == (installed(here)[0],)


def test_a_test_model_cannot_shed_its_label(tmp_path: Path, here: Path) -> None:
    model = add(package(tmp_path / "a.argosmodel", parts(test_model=True)), into=here)
    about = json.loads((model.folder / "metadata.json").read_text())
    (model.folder / "metadata.json").write_text(json.dumps({**about, "test_model": False}))
    (again,) = installed(here)
    assert again.test
    with pytest.raises(ModelError):
        verify(again)


@pytest.mark.parametrize(("source", "target"), [("zh", "en"), ("en", "ko"), ("en", "fr")])
def test_the_packages_of_these_tests_say_that_they_are_test_models(here: Path, source: str, target: str) -> None:
    model = add(real(source, target), into=here)
    assert model.label.startswith("TEST MODEL")
    assert route(source, target, [model]) == ()
