"""A finished filing is checked again as it lies on the disk; a copy for sending opens only with its password."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from assembly_pdfs import evidence, own, picture_pdf, plan, text_pdf

from asylum_forms import finished
from asylum_forms.assembly.write import write
from asylum_forms.cli.finished import password
from asylum_forms.cli.main import cli, main
from asylum_forms.errors import ArgumentError, OutputError
from asylum_forms.files import sha256
from asylum_forms.findings import Severity
from asylum_forms.progress import quiet


def _listed(file: Path, pages: int, **more: object) -> dict[str, object]:
    return {"path": file.name, "sha256": sha256(file), "bytes": file.stat().st_size, "pages": pages, **more}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a folder that looks as a build leaves it."""
    case = tmp_path_factory.mktemp("case")
    (case / "record.yaml").write_text("applicant: {}\n")
    out = case / "build"
    out.mkdir()
    scan = picture_pdf(case / "scan.pdf", 2, rotate=90, crop=(20, 20, 380, 580))
    index = text_pdf(case / "index.pdf", links=[("2", "exhibit/a")])
    made = plan(own("index", index), evidence("a", scan, 2, level=0))
    written = write(made, out / "filing.pdf")
    parts = [{"id": leaf.id, "title": leaf.title, "page": written.starts[leaf.id], "pages": leaf.pages} for leaf in made.leaves]
    original = _listed(scan, 2, exhibit="a", role="original", notes=[])
    filing = _listed(out / "filing.pdf", 3)
    files = [{**filing, "first": "1", "last": "3", "exhibits": []}]
    manifest = {"paper": "Letter", "inputs": [original], "files": files, "outputs": [filing], "parts": parts}
    (out / "manifest.json").write_text(json.dumps(manifest))
    return case


@pytest.fixture
def folder(case: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(case, tmp_path / "case")) / "build"


def _said(folder: Path, look: bool = False) -> list[tuple[str, str]]:
    return [(finding.id, finding.message) for finding in finished.verify(folder, look=look, progress=quiet)]


def test_a_filing_as_it_was_built_has_no_fault(folder: Path) -> None:
    found = finished.verify(folder, look=True, progress=quiet)
    assert {finding.severity for finding in found} <= {Severity.ATTEND, Severity.NOTE}
    assert [(finding.id, finding.message) for finding in found] == [
        ("filing.fonts", "Fonts left to the reader's computer: Helvetica (page 1)"),
        ("filing.pictures", "Pages that are pictures without words that can be searched: 2."),
    ]


@pytest.mark.parametrize(("font", "told"), [("ZapfDingbats", False), ("Wingdings", True)])
def test_tick_marks_of_a_form_in_the_font_of_every_reader_are_not_told(folder: Path, font: str, told: bool) -> None:
    with pikepdf.open(folder / "filing.pdf", allow_overwriting_input=True) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/BaseFont") == "/Helvetica":
                thing.BaseFont = pikepdf.Name(f"/{font}")
        pdf.save()
    assert (("filing.fonts", f"Fonts left to the reader's computer: {font} (page 1)") in _said(folder)) is told
    assert ("filing.fonts" in dict(_said(folder))) is told


def test_a_word_file_edited_after_the_build_is_named_because_the_filing_does_not_have_the_edit(folder: Path) -> None:
    paper = folder / "declaration.docx"
    paper.write_bytes(b"as built")
    manifest = json.loads((folder / "manifest.json").read_text())
    listed = {"path": paper.name, "sha256": sha256(paper), "bytes": paper.stat().st_size}
    (folder / "manifest.json").write_text(json.dumps({**manifest, "outputs": [*manifest["outputs"], listed]}))
    message = "declaration.docx has been changed since the filing was built."
    assert ("filing.outdated", message) not in _said(folder)
    paper.write_bytes(b"edited by hand")
    assert ("filing.outdated", message) in _said(folder)
    remedies = [one.remedy for one in finished.verify(folder, progress=quiet) if one.id == "filing.outdated"]
    assert all("What was handed in stays as it is." in remedy for remedy in remedies), "the folder may be the one that was filed"


def test_every_step_tells_how_far_it_is_up_to_its_end(folder: Path) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    finished.verify(folder, progress=lambda step, done=0, total=0: told.setdefault(step, []).append((done, total)))
    sizes = [(folder / "filing.pdf").stat().st_size, (folder.parent / "scan.pdf").stat().st_size]
    assert told.pop("Comparing with the manifest") == [(size, size) for size in sizes]
    percents = [done for done, _total in told.pop("Checking filing.pdf")]
    assert percents == sorted(percents)
    assert percents[-3:] == [86, 93, 100], "the three pages, after the data"
    assert told == {}


def _rule(folder: Path, **rules: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "taken": rules}))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"size_limit": 100}, "this office takes 100"),
        ({"file_types": ["tif"]}, "it is of the kind pdf, this office takes tif"),
        ({"file_name": ["Asylum", "Asylum_Part{n}"]}, "its name is not of the form Asylum, Asylum_Part{n}"),
    ],
)
def test_what_the_office_would_not_take_is_a_fault(folder: Path, rules: dict[str, object], said: str) -> None:
    _rule(folder, size_limit=10_000_000, file_types=["pdf"], encrypted=False, file_name=["filing"])
    assert not [id_ for id_, _words in _said(folder) if id_ == "filing.fault"]
    _rule(folder, **rules)
    [fault] = [words for id_, words in _said(folder) if id_ == "filing.fault"]
    assert said in fault


def turn_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Rotate = 180


def add_a_script(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.pages[0].obj.Annots[0].A = pdf.make_indirect(action)


def attach_a_file(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Kept = pdf.make_stream(b"x", {"/Type": pikepdf.Name.EmbeddedFile})


def number_from_two(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 2


def rename_a_part(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "Other"


def lose_a_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2]


def link_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Dest[0] = pdf.pages[2].obj


def name_the_author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "N. N."


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (turn_a_page, "changed after the build"),
        (add_a_script, "/JavaScript"),
        (attach_a_file, "/EmbeddedFile"),
        (number_from_two, "not labelled from 1 to 3"),
        (rename_a_part, "outline is not that of the manifest"),
        (lose_a_page, "number of pages: 2, planned: 3"),
        (link_elsewhere, "page 1: the number 2 is a link to page 3"),
        (name_the_author, "who or what made it"),
    ],
)
def test_what_is_wrong_with_a_finished_file_is_named(folder: Path, spoil: Callable[[pikepdf.Pdf], None], said: str) -> None:
    with pikepdf.open(folder / "filing.pdf", allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(folder / "filing.pdf")
    assert any(id == "filing.fault" and said in message for id, message in _said(folder)), _said(folder)


def test_a_damaged_or_missing_file_is_named(folder: Path) -> None:
    data = (folder / "filing.pdf").read_bytes()
    (folder / "filing.pdf").write_bytes(data[:-900])
    assert [id for id, _message in _said(folder)][:2] == ["filing.fault", "filing.fault"]
    (folder / "filing.pdf").unlink()
    assert _said(folder) == [("filing.fault", "filing.pdf: the file is missing")]


def test_evidence_that_looks_different_and_papers_changed_since_are_named(folder: Path) -> None:
    picture_pdf(folder.parent / "scan.pdf", 2, rotate=270, crop=(20, 20, 380, 580))
    said = _said(folder, look=True)
    assert ("filing.outdated", "scan.pdf has been changed since the filing was built.") in said
    assert [id for id, _message in said].count("filing.look") == 2


def test_evidence_that_is_not_in_a_filing_is_not_named_as_one_that_was_not_drawn(folder: Path) -> None:
    """Pages that replace others are made from all of the evidence, and hold what is new."""
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["inputs"].append({**manifest["inputs"][0], "exhibit": "b"})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "filing.not-drawn" not in [id for id, _message in _said(folder, look=True)]
    manifest["inputs"][1].update(exhibit="a", role="translation")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "filing.not-drawn" in [id for id, _message in _said(folder, look=True)], "its exhibit is in it"


def test_a_folder_that_was_copied_out_of_its_case_says_that_the_papers_are_not_there(folder: Path, tmp_path: Path) -> None:
    away = Path(shutil.copytree(folder, tmp_path / "filed"))
    [(_id, message)] = [one for one in _said(away, look=True) if one[0] == "filing.not-drawn"]
    assert message == "Not drawn beside the filing, because the papers it was made from are not there: scan.pdf."


def test_a_folder_without_a_filing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"manifest\.json"):
        finished.verify(tmp_path, progress=quiet)


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"There is no folder .*nosuch\."):
        finished.verify(tmp_path / "nosuch", progress=quiet)


def test_a_locked_copy_opens_only_with_its_password_and_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = folder.parent / "secret"
    secret.write_text("correct horse\n")
    cli.main(["encrypt", str(folder / "filing.pdf"), "--password-file", str(secret)], standalone_mode=False)
    copy = folder / "filing-encrypted.pdf"
    assert "Portals of offices refuse" in capsys.readouterr().out
    assert subprocess.run(["qpdf", "--check", str(copy)], capture_output=True).returncode == 2
    shown = subprocess.run(
        ["qpdf", "--password=correct horse", "--show-encryption", str(copy)], check=True, capture_output=True, text=True
    ).stdout
    assert "R = 6" in shown
    assert "file encryption method: AESv3" in shown
    assert b"Ana" not in copy.read_bytes()
    outputs = json.loads((folder / "manifest.json").read_text())["outputs"]
    assert outputs[-1] == {**_listed(copy, 3), "encrypted": "AES-256"}
    assert [id for id, _message in _said(folder)] == ["filing.fonts", "filing.pictures"]
    finished.encrypt(folder / "filing.pdf", "other horse")
    assert len(json.loads((folder / "manifest.json").read_text())["outputs"]) == 2


def test_a_password_is_read_without_the_mark_that_an_editor_puts_before_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"\xef\xbb\xbfcorrect horse\r\n")
    assert password(secret) == "correct horse"
    secret.write_text("correct horse", encoding="utf-16")
    with pytest.raises(ArgumentError) as raised:
        password(secret)
    assert "UTF-8" in str(raised.value.remedy)


def test_a_part_is_listed_wherever_the_command_is_typed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "parts").mkdir()
    (folder / "filing.pdf").rename(folder / "parts" / "1.pdf")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["outputs"][0]["path"] = "parts/1.pdf"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    for place, file in ((folder, "parts/1.pdf"), (folder / "parts", "1.pdf")):
        monkeypatch.chdir(place)
        finished.encrypt(Path(file), "correct horse")
        outputs = json.loads((folder / "manifest.json").read_text())["outputs"]
        assert [entry["path"] for entry in outputs] == ["parts/1.pdf", "parts/1-encrypted.pdf"]
        assert outputs[1]["sha256"] == sha256(folder / "parts" / "1-encrypted.pdf")


def test_a_short_password_and_a_missing_file_are_refused(folder: Path) -> None:
    with pytest.raises(OutputError, match="too short"):
        finished.encrypt(folder / "filing.pdf", "short")
    assert not (folder / "filing-encrypted.pdf").exists()
    with pytest.raises(ArgumentError, match="no file"):
        finished.encrypt(folder / "other.pdf", "correct horse")


def test_the_command_ends_with_its_own_code(folder: Path) -> None:
    main(["verify", str(folder)])
    (folder / "filing.pdf").unlink()
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(folder)])
    assert ended.value.code == 8


def test_that_nothing_is_wrong_is_said_though_there_is_something_to_know(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["verify", str(folder)])
    said = capsys.readouterr().out.strip()
    assert said.startswith("Nothing was found that stands in the way.")
    assert "Pages that are pictures" in said


def test_whole_files_of_a_filing_that_must_not_go_out_are_not_said_to_be_ready(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "preflight.json").write_text('{"counts": {"blocks": 2, "attend": 1, "note": 0}}')
    main(["verify", str(folder)])
    said = capsys.readouterr().out
    assert "Nothing was found" not in said
    assert said.startswith(f"{folder / 'preflight.html'}: Stands in the way: 2")


def test_what_is_no_pdf_is_said_to_be_none(folder: Path) -> None:
    page = folder / "preflight.html"
    page.write_text("<p>Report</p>")
    with pytest.raises(OutputError, match="is not a PDF"):
        finished.encrypt(page, "correct horse")


def test_where_nobody_can_be_asked_for_the_password_the_option_is_named(folder: Path) -> None:
    command = [sys.executable, "-m", "asylum_forms.cli.main", "--lang", "en", "encrypt", str(folder / "filing.pdf")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--password-file" in done.stderr
    assert "Warning" not in done.stderr
