"""Plans for posts: what a plan changes, the best plan under given constraints, and a simple reference beside it."""

from planning import apportion
from planning.constraints import Constraints
from planning.evaluate import Evaluation, evaluate
from planning.proposal import Proposal
from planning.propose import propose

__all__ = ["Constraints", "Evaluation", "Proposal", "apportion", "evaluate", "propose"]
