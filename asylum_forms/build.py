"""The line from record to filing. The only module that knows the order of the stages and where their files go."""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from asylum_forms.assembly import labels, manifest
from asylum_forms.assembly.plan import Leaf, Plan, Written
from asylum_forms.assembly.verify import verify
from asylum_forms.assembly.write import write
from asylum_forms.errors import OutputError
from asylum_forms.evidence.collect import collect
from asylum_forms.evidence.exhibit import Exhibit
from asylum_forms.findings import Finding, Severity
from asylum_forms.forms import acroform, kept, store
from asylum_forms.forms.answers import Answers
from asylum_forms.forms.evaluate import evaluate
from asylum_forms.forms.layout import lay_out
from asylum_forms.forms.reader import read_table
from asylum_forms.i18n import _
from asylum_forms.jurisdiction import registry
from asylum_forms.jurisdiction.contract import Filing
from asylum_forms.packet import Packet
from asylum_forms.preflight import checks, report
from asylum_forms.record.load import load
from asylum_forms.tools import fontconfig, libreoffice
