"""The API's face: one class whose methods are XPM's calls, by family in the files beside this one."""

from minutebook.xpm.api.clients import ClientCalls
from minutebook.xpm.api.costs import CostCalls
from minutebook.xpm.api.jobs import JobCalls
from minutebook.xpm.api.lists import ListCalls


class Api(ClientCalls, JobCalls, CostCalls, ListCalls):
    """XPM 3.1 for one practice.

    Every call gives its whole result or raises one of `errors`. Reads raise RetryLater, Refused, NotFound or
    ReconnectNeeded; writes may also raise OutcomeUnknown.
    """
