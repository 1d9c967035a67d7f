package dev.usher.registrations;

import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.Unregistered;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Sequential model of an event: one change at a time, a set of seats and a list of waiting users. */
final class SequentialModel {
    private static final int DIRECT_MINUTES = 10;
    EventDetails terms;
    boolean cancelled;
    Instant now;
    final Set<String> seated = new HashSet<>();
    final List<String> waitlist = new ArrayList<>();
    final Map<String, String> keys = new HashMap<>();
    final Map<String, Instant> unconfirmed = new HashMap<>();
    int promotedByUnregisters;

    SequentialModel(EventDetails terms) {
        this.terms = terms;
    }

    int owed() {
        return promotes() ? Math.min(terms.capacity() - seated.size(), waitlist.size()) : 0;
    }

    private boolean promotes() {
        var until = end(EventField.PROMOTES_UNTIL);
        return !cancelled && (until == null || until.compareTo(now) > 0);
    }

    private Instant end(EventField<Instant> field) {
        var end = terms.get(field);
        return end == null ? terms.get(EventField.STARTS_AT) : end;
    }

    String promote() {
        String head = waitlist.remove(0);
        seated.add(head);
        if (confirmBy() != null) {
            unconfirmed.put(head, confirmBy());
        }
        return head;
    }

    private Instant confirmBy() {
        Integer minutes = terms.get(EventField.CONFIRM_MINUTES);
        var until = end(EventField.PROMOTES_UNTIL);
        if (minutes == null || until != null && Duration.between(now, until).toMinutes() < DIRECT_MINUTES) {
            return null;
        }
        long due = (now.toEpochMilli() + 60_000L * minutes + 999) / 1_000;
        return Instant.ofEpochSecond(until == null ? due : Math.min(due, until.getEpochSecond()));
    }

    String apply(LedgerCommand<?> change) {
        if (change instanceof Register register) {
            return register(register);
        }
        if (change instanceof Unregister unregister) {
            return unregister(unregister);
        }
        if (change instanceof InviteGuest invite) {
            return invite(invite);
        }
        if (change instanceof ConfirmSeat confirm) {
            return confirm(confirm);
        }
        if (change instanceof LapseSeat lapse) {
            return lapse(lapse);
        }
        return change instanceof UpdateEvent resize ? resize(resize) : cancel((CancelEvent) change);
    }

    String register(Register change) {
        String user = change.userId();
        if (seated.contains(user) || waitlist.contains(user)) {
            boolean same = change.requestKey() != null && change.storedKey().equals(keys.get(user));
            return same ? (seated.contains(user) ? "registered" : "waits") : RefusalReason.ALREADY_REGISTERED.name();
        }
        if (cancelled) {
            return RefusalReason.EVENT_CANCELLED.name();
        }
        var opens = terms.get(EventField.REGISTRATION_OPENS_AT);
        if (opens != null && opens.compareTo(now) > 0) {
            return RefusalReason.REGISTRATION_NOT_OPEN.name();
        }
        var closes = end(EventField.REGISTRATION_CLOSES_AT);
        if (closes != null && closes.compareTo(now) <= 0) {
            return RefusalReason.REGISTRATION_CLOSED.name();
        }
        if (waitlist.isEmpty() && seated.size() < terms.capacity()) {
            seated.add(user);
        } else if (!terms.hasWaitlist()) {
            return RefusalReason.EVENT_FULL.name();
        } else if (waitlistCapacity() != null && waitlist.size() >= waitlistCapacity()) {
            return RefusalReason.WAITLIST_FULL.name();
        } else {
            waitlist.add(user);
        }
        keys.put(user, change.storedKey());
        return seated.contains(user) ? "registered" : "position " + waitlist.size();
    }

    private Integer waitlistCapacity() {
        return terms.get(EventField.WAITLIST_CAPACITY);
    }

    /** Takes a seat of its own; the others keep theirs, and their order. */
    String invite(InviteGuest change) {
        String user = change.userId();
        if (seated.contains(user)) {
            boolean same = change.requestKey() != null && change.storedKey().equals(keys.get(user));
            return same ? "registered" : RefusalReason.ALREADY_REGISTERED.name();
        }
        if (cancelled) {
            return RefusalReason.EVENT_CANCELLED.name();
        }
        waitlist.remove(user);
        terms = terms.withAddedSeat();
        seated.add(user);
        keys.put(user, change.storedKey());
        return "registered";
    }

    String unregister(Unregister change) {
        if (waitlist.remove(change.userId())) {
            return "promoted null";
        }
        return seated.contains(change.userId())
                ? giveBack(change.userId())
                : RefusalReason.REGISTRATION_NOT_FOUND.name();
    }

    String confirm(ConfirmSeat change) {
        if (seated.contains(change.userId())) {
            unconfirmed.remove(change.userId());
            return "registered";
        }
        return (waitlist.contains(change.userId()) ? RefusalReason.NO_SEAT_YET : RefusalReason.REGISTRATION_NOT_FOUND)
                .name();
    }

    String lapse(LapseSeat change) {
        var due = unconfirmed.get(change.userId());
        if (!change.confirmBy().equals(due) || due.compareTo(now) > 0) {
            return RefusalReason.REGISTRATION_NOT_FOUND.name();
        }
        if (cancelled) {
            unconfirmed.remove(change.userId());
            return RefusalReason.REGISTRATION_NOT_FOUND.name();
        }
        return giveBack(change.userId());
    }

    private String giveBack(String user) {
        seated.remove(user);
        unconfirmed.remove(user);
        if (waitlist.isEmpty() || !promotes()) {
            return "promoted null";
        }
        promotedByUnregisters++;
        return "promoted " + promote();
    }

    String resize(UpdateEvent change) {
        var amendment = change.amendment();
        if (amendment.capacity() != null && amendment.capacity() < seated.size()) {
            return RefusalReason.CAPACITY_BELOW_REGISTRATIONS.name();
        }
        var values = new HashMap<>(terms.fields());
        amendment.fields().forEach((field, value) -> values.put(field, value.orElse(null)));
        values.values().removeIf(Objects::isNull);
        var opens = (Instant) values.get(EventField.REGISTRATION_OPENS_AT);
        var closes = (Instant) values.getOrDefault(EventField.REGISTRATION_CLOSES_AT, values.get(EventField.STARTS_AT));
        if (opens != null && closes != null && opens.compareTo(closes) >= 0) {
            return RefusalReason.INVALID_DETAILS.name();
        }
        var starts = (Instant) values.get(EventField.STARTS_AT);
        if (change.reinstates() && cancelled && starts != null && starts.compareTo(now) <= 0) {
            return RefusalReason.EVENT_OVER.name();
        }
        cancelled &= !change.reinstates();
        terms = new EventDetails(
                amendment.name() == null ? terms.name() : amendment.name(),
                amendment.capacity() == null ? terms.capacity() : amendment.capacity(),
                amendment.hasWaitlist() == null ? terms.hasWaitlist() : amendment.hasWaitlist(),
                values);
        return "resized";
    }

    String cancel(CancelEvent change) {
        cancelled = true;
        return "resized";
    }

    static String text(Outcome<?> outcome) {
        return outcome.fold(SequentialModel::done, refused -> refused.reason().name());
    }

    private static String done(Object answer) {
        if (answer instanceof RegistrationView view) {
            return view.position() > 0
                    ? "position " + view.position()
                    : view.registration().waits() ? "waits" : "registered";
        }
        return answer instanceof Unregistered left ? "promoted " + left.promoted() : "resized";
    }
}
