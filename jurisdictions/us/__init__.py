"""United States: asylum and withholding of removal before USCIS and the immigration courts (Form I-589)."""

from pathlib import Path

from asylum_forms.jurisdiction.reader import read_jurisdiction
from jurisdictions.us import answers, documents
from jurisdictions.us.rules import rules

jurisdiction = read_jurisdiction(Path(__file__).parent, answers=answers, documents=documents, rules=rules)
