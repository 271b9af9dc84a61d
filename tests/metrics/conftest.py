from __future__ import annotations

from hypothesis import settings

# No deadline: on a busy machine a slow example is no failure.
settings.register_profile("metrics", deadline=None, max_examples=50)
settings.load_profile("metrics")
