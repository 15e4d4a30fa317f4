"""UNHCR and the human rights procedures of the United Nations: registration, RSD, a referral dossier, urgent appeals."""

from pathlib import Path

from asylum_forms.jurisdiction.reader import read_jurisdiction
from jurisdictions.unhcr import answers, documents
from jurisdictions.unhcr.rules import rules

jurisdiction = read_jurisdiction(Path(__file__).parent, answers=answers, documents=documents, rules=rules)
