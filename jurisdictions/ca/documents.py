"""The documents beside the forms: which of them a filing has, and what their templates print."""
