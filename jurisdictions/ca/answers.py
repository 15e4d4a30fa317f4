"""What the items of the Canadian forms say where a path of the record alone cannot: each form has a module of its own.

Each function takes the filing (in a column also the entry) and returns a record value: words, a date, an Absent, a list, or None
where the person has not answered.
"""

from jurisdictions.ca.boc import *  # noqa: F403
from jurisdictions.ca.imm_0008 import *  # noqa: F403
from jurisdictions.ca.imm_0008_family import *  # noqa: F403
from jurisdictions.ca.ircc import *  # noqa: F403
from jurisdictions.ca.schedule_2 import *  # noqa: F403
from jurisdictions.ca.schedule_a import *  # noqa: F403
