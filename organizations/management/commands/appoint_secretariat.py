"""Opens the secretariat's role for an account: nobody inside the portal stands above it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core.commands import telling_refusals
from organizations.members import services as members


class Command(BaseCommand):
    help = "Give an active staff account the role of the secretariat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"No account {options['username']}.")
        with telling_refusals():
            members.appoint_secretariat(user)
        self.stdout.write(f"{user.username} holds the role of the secretariat.")
