"""The command line."""

import gc

# Hardly anything we make goes round in circles. By default Python looks for such circles at every 700 new objects, a seventh of
# the time that the imports take.
gc.set_threshold(50_000)
