"""Who sees which paper."""

from licensing.cases.querysets import OfCaseQuerySet


class DocumentQuerySet(OfCaseQuerySet):
    """The papers of requests."""

    def current(self) -> "DocumentQuerySet":
        """Those nothing was sent in place of."""
        return self.filter(is_current=True)
