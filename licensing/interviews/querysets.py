"""Who sees which interview."""

from licensing.cases.querysets import OfRequestQuerySet


class InterviewQuerySet(OfRequestQuerySet):
    """Interviews of requests."""

    def ahead(self) -> "InterviewQuerySet":
        """Those without a result."""
        return self.filter(result="")
