"""Who signs is said in words of the user's language for every place to sign on every form."""

from __future__ import annotations

from asylum_forms.forms.reader import read_table
from asylum_forms.i18n import use
from asylum_forms.jurisdiction.registry import all_jurisdictions
from asylum_forms.preflight.report import sign_label


def test_every_signer_of_every_form_has_words() -> None:
    signers = {
        item.sign
        for jurisdiction in all_jurisdictions().values()
        for file in jurisdiction.tables.values()
        for item in read_table(file).items.values()
        if item.sign
    }
    assert len(signers) > 5
    with use("en"):
        assert [who for who in signers if "sign" not in sign_label(who) and "writes" not in sign_label(who)] == []
