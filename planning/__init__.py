"""Plans for posts: what a plan changes, the best plan under given constraints, and a simple reference beside it."""

from planning.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
