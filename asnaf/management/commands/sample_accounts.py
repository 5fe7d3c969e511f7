"""Tells how to walk the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from asnaf.sample.staff import PASSWORD, POSTS
from asnaf.sample.stories import NEWCOMER, OWNER, STORIES


class Command(BaseCommand):
    help = "Print the address, the sample people and the staff accounts of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are no sample accounts outside a demonstration (DEMO=1).")
        opened = set(User.objects.filter(is_staff=True).values_list("username", flat=True))
        if not opened.issuperset(post.username for post in POSTS):
            raise CommandError("The sample nation is not loaded: manage.py load_sample_nation")
        self.stdout.write(f"Everything to type, codes and texts:  {settings.SITE_URL}/demo/")
        self.stdout.write("\nCitizens (mobile, national code):")
        for story in STORIES:
            if story.national_code in (NEWCOMER, OWNER):
                what = "new applicant" if story.national_code == NEWCOMER else "licence holder with staff"
                self.stdout.write(f"  {story.mobile}  {story.national_code}  {what}")
        self.stdout.write(
            f"\nStaff ({settings.SITE_URL}/admin/, password {PASSWORD}, code on the demo page):"
        )
        for post in POSTS:
            self.stdout.write(f"  {post.username:<16}{post.role}")
