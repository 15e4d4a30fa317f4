"""Republic of Korea: refugee status under the Refugee Act (난민법), inside the country, at a port of entry, and on objection."""

from pathlib import Path

from asylum_forms.jurisdiction.reader import read_jurisdiction
from jurisdictions.kr import answers, documents
from jurisdictions.kr.rules import rules

jurisdiction = read_jurisdiction(Path(__file__).parent, answers=answers, documents=documents, rules=rules)
