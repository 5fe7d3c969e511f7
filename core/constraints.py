"""Conditions on the columns of a row that the database itself checks."""

from django.db import models
from django.db.models import Q


def together(name: str, *columns: str) -> models.CheckConstraint:
    """Either all of these columns are empty or none is, such as who did something and when."""
    empty = Q(**{f"{column}__isnull": True for column in columns})
    filled = Q(**{f"{column}__isnull": False for column in columns})
    return models.CheckConstraint(condition=empty | filled, name=name)


def filled_exactly_when(name: str, condition: Q, *columns: str) -> models.CheckConstraint:
    """Where the condition holds none of these columns is empty, and everywhere else all of them are."""
    empty = Q(**{f"{column}__isnull": True for column in columns})
    filled = Q(**{f"{column}__isnull": False for column in columns})
    return models.CheckConstraint(condition=(condition & filled) | (~condition & empty), name=name)
