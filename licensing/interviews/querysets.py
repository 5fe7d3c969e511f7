"""Who sees which interview."""

from licensing.cases.querysets import OfCaseQuerySet


class InterviewQuerySet(OfCaseQuerySet):
    """Interviews of requests."""

    def ahead(self) -> "InterviewQuerySet":
        """Those without a result."""
        return self.filter(result="")
