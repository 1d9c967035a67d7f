"""The tutorial of the README with the Python client that OpenAPI Generator makes of the contract.

    story.py SERVER-URL
"""

import json
import sys
import time

import usher


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, expected {wanted!r}")


def main(server):
    client = usher.ApiClient(usher.Configuration(host=server.rstrip("/")))
    users, events, registrations = usher.UsersApi(client), usher.EventsApi(client), usher.RegistrationsApi(client)

    # Unique ids, so that the story can run again on the same tables.
    run = time.time_ns()
    ada, bob, cleo, event_id = (f"{name}-{run}" for name in ("ada", "bob", "cleo", "jazz"))
    for user_id in (ada, bob, cleo):
        expect("user", users.create_user(usher.UserInput(user_id=user_id, name=user_id)).user_id, user_id)
    event = usher.EventInput(event_id=event_id, name="Jazz night", capacity=2, has_waitlist=True)
    expect("status", events.create_event(event).status, "scheduled")

    def register(user_id):
        return registrations.register(event_id, usher.RegistrationInput(user_id=user_id))

    for user_id in (ada, bob):
        expect("status", register(user_id).status, "registered")
    waiting = register(cleo)
    expect("status", (waiting.status, waiting.waitlist_position), ("waitlisted", 1))
    expect("promoted", registrations.unregister(event_id, ada).promoted, cleo)

    try:
        register(bob)
        sys.exit("a second registration was accepted")
    except usher.ApiException as refused:
        problem = json.loads(refused.body)
        expect("status", refused.status, 409)
        expect("code", problem["type"], "/problems/already-registered")
        expect("registration", problem["registration"]["userId"], bob)

    patch = usher.EventPatch(capacity=3, description=None)
    expect("capacity", events.update_event(event_id, patch).capacity, 3)
    roster = registrations.list_registrations(event_id, status="registered")
    expect("roster", sorted(one.user_id for one in roster.registrations), sorted((bob, cleo)))
    print("story in Python: all responses are correct")


if __name__ == "__main__":
    main(*sys.argv[1:])
