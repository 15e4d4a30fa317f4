"""Large streams are not held in memory: they are copied from their files when the filing is written."""

from __future__ import annotations

import io
import pickle
import random
import resource
import subprocess
import sys
from pathlib import Path

import img2pdf
import pikepdf
import pytest
from assembly_pdfs import evidence, plan
from PIL import Image

from asylum_forms.assembly import stored
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError

SIZE = 3_000_000


def scans(path: Path, count: int, seed: int = 1) -> Path:
    """Pages with a picture of three million bytes each."""
    draw = random.Random(seed)
    picture = io.BytesIO()
    Image.effect_noise((300, 400), 40).save(picture, "JPEG")
    path.write_bytes(img2pdf.convert([picture.getvalue() + draw.randbytes(SIZE) for _page in range(count)]))
    return path


def test_the_bytes_are_the_same_as_if_they_had_been_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = plan(evidence("a", scans(tmp_path / "a.pdf", 3), 3), evidence("b", scans(tmp_path / "b.pdf", 2, 2), 2))
    result = write(made, tmp_path / "one.pdf")
    verify(made, result)
    monkeypatch.setattr(stored, "_LARGE", 1 << 40)
    assert write(made, tmp_path / "other.pdf").pdf.read_bytes() == result.pdf.read_bytes()
    subprocess.run(["qpdf", "--check", str(result.pdf)], check=True, capture_output=True)


def test_a_picture_used_on_several_pages_is_there_once(tmp_path: Path) -> None:
    source = scans(tmp_path / "a.pdf", 1)
    with pikepdf.open(source) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.save(tmp_path / "twice.pdf")
    made = plan(evidence("a", tmp_path / "twice.pdf", 2))
    result = write(made, tmp_path / "out.pdf")
    verify(made, result)
    assert result.pdf.stat().st_size < 1.2 * SIZE


def test_a_file_that_is_cut_while_it_is_read_is_an_error_and_leaves_no_filing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = scans(tmp_path / "a.pdf", 2)
    real = stored.leave

    def leave(writer: object, first: int, file: Path) -> None:
        real(writer, first, file)  # type: ignore[arg-type]
        file.write_bytes(file.read_bytes()[: SIZE // 2])

    monkeypatch.setattr(stored, "leave", leave)
    with pytest.raises(OutputError):
        write(plan(evidence("a", source, 2)), tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_a_filing_larger_than_the_memory_there_is_can_be_written(tmp_path: Path) -> None:
    """A process that may hold less than the filing has writes it all the same."""
    leaves = [evidence(name, scans(tmp_path / f"{name}.pdf", 10, number), 10) for number, name in enumerate("abcdefghijkl")]
    made = plan(*leaves)
    total = sum(leaf.pdf.stat().st_size for leaf in leaves)
    code = (
        "import pickle, resource, sys; from pathlib import Path; from asylum_forms.assembly.write import write\n"
        "made, out, more = pickle.load(sys.stdin.buffer)\n"
        "used = int(open('/proc/self/status').read().split('VmData:')[1].split()[0]) * 1024\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (used + more, used + more)); write(made, out)"
    )
    given = pickle.dumps((made, tmp_path / "out.pdf", total // 2))
    subprocess.run([sys.executable, "-c", code], input=given, check=True, capture_output=True)
    assert (tmp_path / "out.pdf").stat().st_size > total
    assert resource.getrlimit(resource.RLIMIT_DATA)[1] == resource.RLIM_INFINITY
