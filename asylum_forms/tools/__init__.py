"""Programs outside Python, one module each. Only here are processes started."""
