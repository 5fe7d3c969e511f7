"""Who sees which interview."""

from licensing.cases.querysets import OfCaseQuerySet


class InterviewQuerySet(OfCaseQuerySet):
    """Interviews of requests."""

    def ahead(self) -> "InterviewQuerySet":
        return self.filter(result="")
