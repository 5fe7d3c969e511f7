from django.core.management import call_command


def test_page_of_states_is_drawn_from_the_present_tables():
    call_command("draw_states", "--check")
