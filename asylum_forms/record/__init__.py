"""The record: the guided YAML file read with its lines, validated, and its values as the rest of the engine knows them."""
