"""The jurisdictions that come with the engine. They register as any plugin does."""
