"""The packet: all papers of one filing, rendered and typeset until their page references are right."""
