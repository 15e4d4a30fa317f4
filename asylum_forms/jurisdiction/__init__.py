"""What a country is to the engine: the plugin contract, its reader, the registry and the conformance kit."""
