"""A redacted copy as a whole: our own sheets show nothing that was taken out, it says what it is, and nobody is asked to sign it.
Read back with poppler and qpdf."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pdf_text import text_of
from PIL import Image

from asylum_forms import build, copies, finished
from asylum_forms.case import open_filing
from asylum_forms.cli import preflight
from asylum_forms.cli.main import cli
from asylum_forms.errors import ArgumentError, EvidenceError, ExitCode
from asylum_forms.findings import Finding, Severity
from asylum_forms.forms.draftmark import words_of
from asylum_forms.packet import papers
from asylum_forms.preflight.standing import Standing

from .conftest import quiet

pytestmark = pytest.mark.slow

MAIL = """\
  - id: mail
    file: evidence/mail.txt
    title: E-mail of my brother-in-law (WEN Jun)
    issuer: Wen  Jun
    obtained: WEN JUN sent it.
    supports: What Wen Jun saw; what Wen Junhao saw
    language: en
    category: correspondence
    redact:
      - {words: WEN Jun, reason: Relative}
"""

NOTE = """\
  - id: note
    file: evidence/note.txt
    title: Note of Tashkent, signed Rahimov
    issuer: Rahimov
    language: en
    category: correspondence
    redact:
      - {page: 1, area: 0 0 100 13}
"""
"""Its first line lies under the area; Tashkent stands below it too."""

REPLY = """\
  - {id: reply, file: evidence/reply.txt, title: A reply, language: en, category: correspondence}
"""
"""Names what is marked in another exhibit."""

CARD = """\
  - id: card
    file: evidence/card.txt
    title: A card
    language: fr
    url: https://example.org/card
    captured: 2024-03-02
    translation: {file: evidence/card-en.txt, translator: tan}
    redact: [{words: Zoubov}]
helpers:
  - {id: tan, name: {family: Tan, given: Yulin}}
"""


def add(case: Path, record: str, **papers: str) -> Path:
    for name, words in papers.items():
        (case / "evidence" / f"{name}.txt").write_text(words, encoding="utf-8")
    with (case / "record.yaml").open("a", encoding="utf-8") as file:
        file.write(record)
    return case


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    """A redacted copy of a case whose statement names him too."""
    from .conftest import SMALL

    case = tmp_path_factory.mktemp("redacted") / "case"
    (case / "evidence").mkdir(parents=True)
    (case / "evidence" / "letter.txt").write_text("Dear office,\nFamily: WEN. Given: Jun.\n", encoding="utf-8")
    spouse = "spouse: {name: {family: Doe, given: Bo}, us: {include: yes}}\nstatement:"
    record = SMALL.replace("STATEMENT", "WEN Jun called me. Jun is with Li WEN, Rahimov too.").replace("statement:", spouse)
    (case / "record.yaml").write_text(record, encoding="utf-8")
    add(case, MAIL, mail="From: WEN Jun\n\nPolice came again. Rahimov too.\n")
    add(case, NOTE, note="Rahimov, note of Tashkent for Ada Doe" + "\n" * 12 + "Tashkent is far. Wen Jun was there.\n")
    add(case, REPLY, reply="Wen Jun has gone, Rahimov too.\n")
    add(case, CARD, **{"card": "Carte de Zoubov\n", "card-en": "Card of Zoubov\n"})
    (case / "forms").mkdir()
    Image.new("L", (850, 1100), 220).save(case / "forms" / "i-589.pdf")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(case.parent / "data"))
        return build.build(case, "us/affirmative", redacted=True, sets=["dependants"], progress=quiet)


def test_a_copy_of_it_for_others_says_in_its_name_and_on_its_cover_what_it_is(copy: build.Built) -> None:
    ((file, whose),) = copy.copies
    assert (file.name, whose) == ("dependants-redacted--spouse.pdf", "Bo DOE")
    pages = text_of(file).split("\f")[:-1]
    assert len(pages) == copy.pages + 1
    assert [number for number, page in enumerate(pages) if "REDACTED COPY" not in page] == []
    with pikepdf.open(file) as pdf:
        assert str(pdf.docinfo["/Title"]).count("REDACTED COPY") == 1
    assert f'"not-to-send/{file.name}"' in copy.manifest.read_text(encoding="utf-8")


def test_covers_of_copies_and_stamps_do_not_say_a_name_that_is_taken_out(small_case: Callable[..., Path], tmp_path: Path) -> None:
    case = add(small_case(), MAIL.replace("words: WEN Jun", "words: Bo Doe") + "      - {words: Ada}\n      - {words: Doe}\n")
    with (case / "record.yaml").open("a", encoding="utf-8") as file:
        file.write("spouse: {name: {family: Doe, given: Bo}, us: {include: yes}}\n")
    filing = replace(open_filing(case, "us/affirmative"), redacted=True)
    (one,) = copies.wanted(filing, ["dependants"])
    said = words_of(copies._cover(filing, one, "spouse", "1-9", tmp_path))
    assert "Copy for" in said
    assert [name for name in ("Bo", "Ada", "DOE") if name in said] == []
    assert papers.bound(filing, []).name == "█████"


def test_its_files_have_a_folder_of_their_own(copy: build.Built) -> None:
    folder = copy.manifest.parent / "not-to-send"
    assert not (folder.parent / "to-send").exists(), "a marked word is still to be read in it"
    assert sorted(file.name for file in folder.iterdir()) == ["dependants-redacted--spouse.pdf", "filing-redacted.pdf"]
    assert not list(copy.manifest.parent.glob("*.pdf"))
    assert copy.pdf == folder / "filing-redacted.pdf"
    page = copy.report.read_text(encoding="utf-8")
    assert "<td>not-to-send/filing-redacted.pdf</td><td>Do not send it" in page.replace("<wbr>", "")
    assert "not-to-send/filing-redacted.pdf" in copy.report.read_text(encoding="utf-8")
    for file in folder.iterdir():
        data = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", str(file), "-"], capture_output=True, check=True)
        info = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True)
        assert not [word for word in ("WEN Jun", "Wen Jun", "Zoubov", "mail.txt") if word.encode() in data.stdout]
        assert "Author" not in info.stdout


def test_it_may_be_sent_only_while_nothing_stands_in_the_way(
    small_case: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    case = add(small_case(), MAIL, mail="From: WEN Jun\n\nPolice came again.\n")
    out = case / "build" / "us-affirmative-redacted"
    password = case.parent / "password"
    password.write_text("a long password\n", encoding="utf-8")
    asked = ["build", str(case), "--for", "us/affirmative", "--redacted", "--encrypt", "--password-file", str(password)]

    def folders() -> dict[str, list[str]]:
        found = {file.name: sorted(one.name for one in file.iterdir()) for file in out.glob("*to-send")}
        assert not list(out.glob("*.pdf"))
        return found

    good = CliRunner().invoke(cli, asked)
    assert good.exit_code == 0, good.output
    assert folders() == {"to-send": ["filing-redacted-encrypted.pdf", "filing-redacted.pdf"]}
    add(case, REPLY, reply="Wen Jun has gone.\n")
    bad = CliRunner().invoke(cli, asked)
    assert bad.exit_code == ExitCode.BLOCKED
    assert folders() == {"not-to-send": ["filing-redacted.pdf"]}
    assert "Do not send it" in bad.output
    assert "No encrypted copy was made" in bad.output
    assert "Send nothing but the files in the folder to-send" not in bad.output
    (case / "evidence" / "reply.txt").write_text("He has gone.\n", encoding="utf-8")
    again = CliRunner().invoke(cli, asked)
    assert again.exit_code == 0, again.output
    assert list(folders()) == ["to-send"]
    assert "Send nothing but the files in the folder to-send" in again.output


def test_a_file_that_somebody_put_beside_what_is_to_be_sent_is_found(copy: build.Built) -> None:
    stray = copy.pdf.with_name("letter.pdf")
    stray.write_bytes(copy.pdf.read_bytes())
    found = finished.verify(copy.manifest.parent, progress=quiet)
    stray.unlink()
    assert [finding.message for finding in found if finding.id == "filing.stray"]


def test_no_sheet_of_ours_shows_what_is_taken_out(copy: build.Built) -> None:
    pages = text_of(copy.pdf).split("\f")
    about = [page for page in pages if "brother-in-law" in page]
    assert len(about) >= 2, "the index and the exhibit sheet"
    assert not [page for page in about if "wen jun" in " ".join(page.lower().replace("junhao", "").split())]
    assert any("(█████)" in page for page in about)
    outline = subprocess.run(["qpdf", "--json", "--json-key=outlines", str(copy.pdf)], capture_output=True, text=True).stdout
    titles = [entry["title"] for entry in json.loads(outline)["outlines"]]
    assert any("brother-in-law (█████)" in title for title in titles)
    assert not any("WEN" in title for title in titles)


def test_the_words_are_blacked_out_in_forms_and_statements_and_the_pages_are_named(copy: build.Built, tmp_path: Path) -> None:
    texts = text_of(copy.pdf).split("\f")
    assert not [number for number, page in enumerate(texts, 1) if "WEN Jun" in page]
    (found,) = [f for f in left(copy) if f.severity is Severity.NOTE]
    pages = [int(number) for number in re.findall(r"page (\d+) \(", found.message)]
    assert pages
    for number in pages:
        stem = tmp_path / str(number)
        command = ["pdftoppm", "-r", "72", "-png", "-singlefile", "-f", str(number), str(copy.pdf), str(stem)]
        subprocess.run(command, check=True)
        image = Image.open(stem.with_suffix(".png")).convert("L")
        assert image.point(lambda dot: 255 * (dot < 10)).getbbox(), "there is a black box"
        assert len(texts[number - 1]) < 200, "the page is a picture; its stamp can be read"
    command = ["qpdf", "--qdf", "--object-streams=disable", str(copy.pdf), "-"]
    assert b"called me" not in subprocess.run(command, capture_output=True, check=True).stdout


def test_what_a_search_cannot_read_in_forms_and_names_in_a_box_each_are_told(copy: build.Built) -> None:
    messages = [f.message for f in left(copy) if f.severity is Severity.ATTEND]
    (pictures,) = [message for message in messages if "in pictures" in message]
    assert "I-589" in pictures
    (apart,) = [message for message in messages if "stand apart" in message]
    assert apart.startswith("The words WEN Jun")
    assert "(Exhibit A: Original" in apart
    assert "(Declaration of the applicant)" in apart, "a page that is a picture already shows them too"


def test_an_exhibit_that_shows_what_is_marked_in_another_blocks(copy: build.Built) -> None:
    (shown,) = [number for number, page in enumerate(text_of(copy.pdf).split("\f"), 1) if "has gone" in page]
    (found,) = [f for f in left(copy) if f.severity is Severity.BLOCKS]
    assert f"page {shown} (Exhibit D: Original)" in found.message
    assert re.search(r"page \d+ \(Exhibit C: Original\)", found.message), "a picture, as something else is blacked out there"
    assert found.remedy


def test_longer_words_that_begin_with_what_is_marked_are_told(copy: build.Built) -> None:
    """An ending may follow a name, as in Russian; or it is the name of somebody else."""
    shown = [number for number, page in enumerate(text_of(copy.pdf).split("\f"), 1) if "Wen Junhao" in " ".join(page.split())]
    assert shown
    (found,) = [f for f in left(copy) if f.severity is Severity.ATTEND and "Longer words" in f.message]
    assert [number for number in shown if f"page {number} (" not in found.message] == []
    assert found.remedy.startswith("Look there.")


def test_no_digest_by_which_a_name_can_be_guessed_is_in_the_copy(copy: build.Built) -> None:
    """All of a short text but a name can be read: with its digest, names can be tried until one fits."""
    manifest = json.loads(copy.manifest.read_text(encoding="utf-8"))
    digests = [entry["sha256"] for entry in manifest["inputs"] if entry.get("exhibit") == "card"]
    digests += [digest for one in manifest["certificates"] for digest in one["exhibits"].values()]
    assert len(digests) >= 3
    words = "".join(text_of(copy.pdf).split())
    assert [digest for digest in digests if digest in words] == []
    assert "SHA-256█████" in words


def left(copy: build.Built) -> list[Finding]:
    return [f for f in copy.findings if f.id == "evidence.redaction" and "under a marked area" not in f.message]


def test_all_other_papers_are_searched_for_what_lies_under_an_area(copy: build.Built) -> None:
    shown = [number for number, page in enumerate(text_of(copy.pdf).split("\f"), 1) if "Rahimov" in page]
    assert len(shown) >= 3, "the index, the exhibit sheet and another exhibit, which nobody has taken it out of"
    (found,) = [finding for finding in copy.findings if "under a marked area" in finding.message]
    assert found.severity is Severity.ATTEND
    assert "exhibit C" in found.message
    assert "(Declaration of the applicant)" in found.message, "where a box makes the page a picture"
    assert "(Exhibit B: Original)" in found.message
    assert [number for number in shown if not re.search(rf"\b{number}\b", found.message)] == []
    words = found.message.replace("Note of Tashkent, signed Rahimov", "")
    assert "Rahimov" not in words


def test_it_says_on_every_page_and_in_its_name_what_it_is(copy: build.Built) -> None:
    assert copy.pdf.stem.endswith("-redacted")
    pages = text_of(copy.pdf).split("\f")[:-1]
    assert len(pages) == copy.pages
    assert [number for number, page in enumerate(pages, 1) if "REDACTED COPY" not in page] == []
    assert {finding.id for finding in finished.verify(copy.manifest.parent, progress=quiet)} <= {"filing.pictures"}


def test_nobody_is_asked_to_sign_it_or_to_read_it_before_signing(copy: build.Built) -> None:
    assert not copy.signs
    assert not copy.preflight.elsewhere
    assert not copy.preflight.standing.checklist
    assert not json.loads(copy.manifest.read_text(encoding="utf-8"))["signs"]
    assert not list(copy.manifest.parent.rglob("reading-copy*"))
    page = copy.report.read_text(encoding="utf-8")
    assert "Sign here" not in page
    assert "sign it by hand" not in page


def test_the_next_step_with_a_copy_in_whose_way_nothing_stands_is_to_look_at_it(
    copy: build.Built, capsys: pytest.CaptureFixture[str]
) -> None:
    preflight.built(replace(copy, preflight=replace(copy.preflight, findings=(), standing=Standing())), everything=False)
    said = " ".join(capsys.readouterr().out.split())
    assert "→ Look at every page before others get this copy." in said
    assert "sign it" not in said


def test_what_matters_only_for_filing_is_left_out_and_said_to_be(copy: build.Built) -> None:
    """The case has no address, no fee, no answer to most questions: nothing of it is about the copy."""
    others = {finding.id for finding in copy.findings} - {"evidence.redaction", "copies.unverified"}
    assert others == {"redacted.left-out"}
    (said,) = [finding for finding in copy.findings if finding.id == "redacted.left-out"]
    assert int(re.findall(r"\d+", said.message)[0]) > 20
    assert not copy.preflight.standing.forms
    assert [one.exhibit.label for one in copy.preflight.standing.exhibits] == ["A", "B", "C", "D", "E"]


def test_what_can_still_be_read_in_it_comes_before_all_else_that_is_as_grave(copy: build.Built) -> None:
    found = [finding.id for finding in copy.findings if finding.severity is Severity.ATTEND]
    many = found.count("evidence.redaction")
    assert 0 < many < len(found)
    assert set(found[:many]) == {"evidence.redaction"}


def test_the_screen_tells_every_page_that_has_to_be_marked(copy: build.Built, capsys: pytest.CaptureFixture[str]) -> None:
    many = [replace(left(copy)[0], message=f"Exhibit {number} can be read") for number in range(16)]
    assert many[0].severity is Severity.BLOCKS
    preflight.built(replace(copy, preflight=replace(copy.preflight, findings=tuple(many))), everything=False)
    said = capsys.readouterr().out
    assert [number for number in range(16) if f"Exhibit {number} can be read" not in said] == []


@pytest.mark.parametrize("option", ["supplements", "amends"])
def test_it_is_refused_as_what_was_handed_in(copy: build.Built, option: str) -> None:
    """Its papers are not those that the office has."""
    procedure = {"supplements": "us/affirmative", "amends": "ca/inland"}[option]
    folder = copy.manifest.parent
    case = folder.parents[1]
    with pytest.raises(ArgumentError, match="holds a redacted copy") as raised:
        build.build(case, procedure, progress=quiet, **{option: [folder]})
    assert raised.value.remedy


def test_what_would_be_blacked_out_is_drawn_before_anything_is_built(small_case: Callable[..., Path]) -> None:
    case = add(small_case(), MAIL, mail="From: WEN Jun\n\nPolice came again.\n")
    Image.new("L", (600, 800), 200).save(case / "evidence" / "card.png")
    with (case / "record.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {id: card, file: evidence/card.png, title: A card, language: none, category: other}\n")
    told = CliRunner().invoke(cli, ["check", str(case), "--for", "us/affirmative", "--redacted", "--json"])
    assert told.exit_code == ExitCode.BLOCKED
    said = json.loads(told.stdout)
    assert Path(said["file"]) == case / "build" / "marked-for-redaction.pdf"
    assert [finding["place"]["exhibit"] for finding in said["findings"]] == ["card"]
    with pikepdf.open(said["file"]) as pdf:
        assert len(pdf.pages) == 2, "the page with a mark, and that on which no words are searched for"
    assert Path(said["file"]).stat().st_mode & 0o077 == 0
    assert [file.name for file in (case / "build").iterdir()] == ["marked-for-redaction.pdf"]


def test_the_answers_that_say_what_is_marked_are_told_where_their_pages_cannot_be_drawn(small_case: Callable[..., Path]) -> None:
    case = add(small_case("Wen Jun called me."), MAIL, mail="From: WEN Jun\n\nPolice came again.\n")
    with (case / "record.yaml").open("a", encoding="utf-8") as file:
        file.write("siblings: [{name: {family: Wen, given: Jun}}, {name: {family: Wen, given: Junhao}}]\n")
    asked = ["check", str(case), "--for", "us/affirmative", "--redacted", "--json"]
    told = CliRunner().invoke(cli, asked)
    assert told.exit_code == 0, told.output
    (finding,) = json.loads(told.stdout)["findings"]
    assert finding["severity"] == "note"
    assert "(statement.text)" in finding["message"]
    assert "(siblings.1.name)" in finding["message"]
    assert [path for path in ("siblings.2", "evidence.") if path in finding["message"]] == []
    assert "black" in finding["remedy"]


def test_the_applicants_own_name_is_taken_out_of_the_heads_of_our_sheets(small_case: Callable[..., Path]) -> None:
    """It stands there whatever is said of the exhibits; see also the next test."""
    case = add(small_case(), MAIL.replace("words: WEN Jun", "words: Ada Doe"), mail="Dear Ada Doe,\nPolice came again.\n")
    built = build.build(case, "us/affirmative", redacted=True, progress=quiet)
    assert not re.search(r"ada\s+doe", text_of(built.pdf), re.IGNORECASE)
    assert "█" in text_of(built.pdf)


def test_words_that_our_sheets_print_for_another_reason_stop_the_copy(small_case: Callable[..., Path]) -> None:
    marked = MAIL.replace("words: WEN Jun", "words: Exhibits")
    case = add(small_case(), marked, mail="Exhibits\nPolice came again.\n")
    with pytest.raises(EvidenceError, match=r"would still be read on: .*page") as raised:
        build.build(case, "us/affirmative", redacted=True, progress=quiet)
    assert raised.value.remedy
    assert not (case / "build" / "us-affirmative-redacted").exists()
