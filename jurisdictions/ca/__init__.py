"""Canada: refugee claims before the Refugee Protection Division, and resettlement from abroad."""

from pathlib import Path

from asylum_forms.jurisdiction.reader import read_jurisdiction
from jurisdictions.ca import answers, documents
from jurisdictions.ca.rules import rules

jurisdiction = read_jurisdiction(Path(__file__).parent, answers=answers, documents=documents, rules=rules)
