"""People somebody keeps to come back to, with a note of their own."""

import pytest
from django.urls import reverse

from accounts.models import User
from talent import saving, services
from talent.errors import OwnProfile, ProfileGone
from talent.models import SavedFreelancer
from tests.queries import cost

pytestmark = pytest.mark.django_db


def press(client, profile, keep="yes", **extra):
    return client.post(reverse("talent_save", args=[profile.handle]), {"keep": keep, **extra})


def listed(client) -> str:
    return client.get(reverse("saved_talent")).content.decode()


def test_somebody_saved_waits_on_the_page(client, ada, complete):
    client.force_login(ada)
    assert press(client, complete).url == reverse("saved_talent")
    assert "Adder" in listed(client)


def test_saving_twice_keeps_them_once_and_letting_go_twice_is_fine(ada, complete):
    saving.save(complete, by=ada)
    saving.save(complete, by=ada)
    assert SavedFreelancer.objects.count() == 1
    saving.unsave(complete, by=ada)
    saving.unsave(complete, by=ada)
    assert SavedFreelancer.objects.count() == 0


def test_pressed_again_it_lets_go_and_again_is_fine(client, ada, complete):
    client.force_login(ada)
    press(client, complete)
    assert press(client, complete, keep="no").status_code == 302
    assert press(client, complete, keep="no").status_code == 302
    assert "Nobody saved" in listed(client)


def test_htmx_gets_the_button_alone(client, ada, complete):
    client.force_login(ada)
    address = reverse("talent_save", args=[complete.handle])
    answer = client.post(address, {"keep": "yes"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in answer
    assert "<html" not in answer


def test_it_leads_back_but_never_off_the_site(client, ada, complete):
    client.force_login(ada)
    assert press(client, complete, next="/talent/?q=sums").url == "/talent/?q=sums"
    assert press(client, complete, next="https://evil.example/").url == reverse("saved_talent")


def test_nobody_keeps_themselves(client, ben, complete):
    client.force_login(ben)
    assert press(client, complete).status_code == 404
    with pytest.raises(OwnProfile):
        saving.save(complete, by=ben)
    assert "Save<" not in client.get(complete.get_absolute_url()).content.decode()


def test_who_cannot_be_seen_cannot_be_kept(client, ada, ben, complete):
    User.objects.filter(pk=ben.pk).update(email_verified_at=None)
    client.force_login(ada)
    assert press(client, complete).status_code == press(client, complete, keep="no").status_code == 404
    with pytest.raises(ProfileGone):
        saving.save(complete, by=ada)


def test_who_has_gone_meanwhile_is_not_shown_but_can_be_let_go(client, ada, ben, complete):
    saving.save(complete, by=ada)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    client.force_login(ada)
    page = listed(client)
    assert "cannot be seen any more" in page
    assert "Adder" not in page
    press(client, complete, keep="no")
    assert "Nobody saved" in listed(client)


def test_a_note_is_ones_own(client, ada, person, complete):
    other = person("Mo", client=True)
    for who in (ada, other):
        saving.save(complete, by=who)
    client.force_login(ada)
    note = reverse("talent_note", args=[complete.handle])
    client.post(note, {"note": "Ask about May"})
    assert "Ask about May" in listed(client)
    client.force_login(other)
    assert "Ask about May" not in listed(client)
    assert "Ask about May" not in client.get(complete.get_absolute_url()).content.decode()


def test_a_note_about_somebody_not_kept_is_404(client, ada, complete):
    client.force_login(ada)
    assert client.post(reverse("talent_note", args=[complete.handle]), {"note": "x"}).status_code == 404
    assert client.post(reverse("talent_note", args=["nobody"]), {"note": "x"}).status_code == 404


@pytest.mark.parametrize("note", ["<script>alert(1)</script>", "\u202e😀", "=1+1", "'; --", "x" * 500, "a\r\nb"])
def test_a_note_is_shown_as_it_was_written(client, ada, complete, note):
    saving.save(complete, by=ada)
    client.force_login(ada)
    client.post(reverse("talent_note", args=[complete.handle]), {"note": note})
    assert SavedFreelancer.objects.get().note == note.replace("\r\n", "\n") or "\r" in note
    assert "<script>alert" not in listed(client)


@pytest.mark.parametrize("note", ["x" * 501, "a\0b"])
def test_a_note_that_cannot_be_kept_says_so(client, ada, complete, note):
    saving.save(complete, by=ada)
    client.force_login(ada)
    answer = client.post(reverse("talent_note", args=[complete.handle]), {"note": note}, follow=True)
    assert "The note was not kept" in answer.content.decode()
    assert SavedFreelancer.objects.get().note == ""


def test_visitors_are_asked_to_log_in(client, complete):
    assert reverse("account_login") in press(client, complete).url
    assert reverse("account_login") in client.get(reverse("saved_talent")).url


def test_a_person_called_saved_has_a_page_of_their_own(client, person):
    assert services.open_profile(person("Saved", freelancer=True)).handle.startswith("saved-")


def test_it_costs_the_same_queries_at_5_and_at_50(client, ada, person):
    def keep(numbers) -> None:
        for n in numbers:
            who = person(f"P{n}", freelancer=True)
            saving.save(services.open_profile(who), by=ada)

    client.force_login(ada)
    keep(range(5))
    few = cost(client, reverse("saved_talent"))
    keep(range(5, 50))
    assert cost(client, reverse("saved_talent")) == few <= 14
