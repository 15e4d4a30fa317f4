"""The IRCC Portal takes each Basis of Claim Form as a PDF: a file for each person, with the narrative that the form names."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from asylum_forms import build, finished
from asylum_forms.findings import Severity

EXAMPLE = Path(__file__).parents[2] / "examples" / "ca-petitioner-family"


@pytest.mark.slow
def test_each_form_is_a_file_with_the_narrative_that_belongs_to_it(tmp_path: Path) -> None:
    quiet = lambda *_step: None  # noqa: E731
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", "/nowhere")
        built = build.build(EXAMPLE, "ca/inland", profile="ircc-portal", out=tmp_path, progress=quiet)
    files: dict[str, list[str]] = defaultdict(list)
    for part in json.loads(built.manifest.read_text(encoding="utf-8"))["parts"]:
        files[Path(part["file"]).stem].append(part["id"])
    forms = {name: ids for name, ids in files.items() if any(leaf.startswith("boc") for leaf in ids)}
    assert len(forms) >= 2, "the example is a family"
    for name, ids in forms.items():
        assert [leaf for leaf in ids if leaf.startswith("boc")] == ids[:1], "one form, first"
        whose = ids[0].removeprefix("boc-child").removeprefix("boc")
        assert all(leaf in (f"narrative{whose}", f"{ids[0]}-sheets") for leaf in ids[1:]), ids
        assert name.split("_", 1)[1] in ("Form_BOC", "Form_BOC-child"), "it names nobody"
    assert not any("narrative" in leaf for name, ids in files.items() if name not in forms for leaf in ids)
    wrong = [one for one in finished.verify(tmp_path, progress=quiet) if one.severity is Severity.BLOCKS]
    assert wrong == []
