"""The command line."""

import atexit
import gc

# Hardly anything we make goes round in circles. By default Python looks for such circles at every 700 new objects, a seventh of
# the time that the imports take, which make 170,000; and twice through all there is before it ends, another 0.15 s.
gc.set_threshold(250_000)
atexit.register(gc.freeze)
