"""Addresses of the staff's desk."""


def step_url(page: str, name: str) -> str:
    """Where a step is sent that stands on this page of a row."""
    return f"{page.removesuffix('change/')}{name}/"
