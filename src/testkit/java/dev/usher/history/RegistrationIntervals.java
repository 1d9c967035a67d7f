package dev.usher.history;

import dev.usher.history.Answer.Kind;
import dev.usher.history.Timeline.Stay;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which requests may have begun or ended which stays. */
final class RegistrationIntervals {
    private final Timeline timeline;
    private final Map<String, List<Action>> byUser;

    RegistrationIntervals(Timeline timeline, List<Action> actions) {
        this.timeline = timeline;
        byUser = actions.stream()
                .filter(action -> action.userId() != null)
                .collect(Collectors.groupingBy(Action::userId));
    }

    /** Two for each user: the begins and the ends of the stays. */
    List<StayMatching> matchings() {
        Set<String> users = new TreeSet<>(byUser.keySet());
        users.addAll(timeline.stays().keySet());
        return users.stream()
                .flatMap(user -> Stream.of(begins(user), ends(user)))
                .toList();
    }

    /** A stay that a keyed request was told of may have been begun by an earlier request with the same key. */
    private StayMatching begins(String user) {
        var requests = actions(user, OperationKind.REGISTER, OperationKind.INVITE);
        var unexplained = timeline.stays(user).stream()
                .filter(stay -> stay.row().key() == null
                        || requests.stream()
                                .noneMatch(action -> shows(action, stay.row()) && mayHaveBegun(action, stay.begin())))
                .toList();
        return new StayMatching(
                unexplained.stream().map(Stay::begin).toList(),
                requests.stream().filter(RegistrationIntervals::isRegistration).toList(),
                requests.stream()
                        .filter(action -> action.answer().kind().open())
                        .toList(),
                (action, point) ->
                        Objects.equals(action.key(), timeline.row(user, point).key()) && mayHaveBegun(action, point),
                point -> at(point) + user + " is in, and nobody asked for it: " + timeline.row(user, point));
    }

    private StayMatching ends(String user) {
        var requests = actions(user, OperationKind.UNREGISTER);
        return new StayMatching(
                timeline.stays(user).stream()
                        .filter(stay -> stay.ended() && !isInvited(stay) && !lapses(stay))
                        .map(Stay::end)
                        .toList(),
                requests.stream()
                        .filter(action -> action.answer().kind() == Kind.LEFT)
                        .toList(),
                requests.stream()
                        .filter(action -> action.answer().kind().open())
                        .toList(),
                this::mayHaveDone,
                point -> at(point) + user + " is out, and nobody asked for it");
    }

    /** Whether the answer tells of a registration that this request made, and no other. */
    private static boolean isRegistration(Action action) {
        var kind = action.answer().kind();
        return action.key() == null && (kind == Kind.SEATED || kind == Kind.WAITS);
    }

    static boolean shows(Action action, Row row) {
        var kind = action.answer().kind();
        return (kind == Kind.SEATED || kind == Kind.WAITS)
                && row != null
                && row.registeredAt().equals(action.answer().registeredAt())
                && Objects.equals(action.key(), row.key());
    }

    /** Whether a stay that fits the answer begins at this point. */
    boolean begins(Action action, int point) {
        return timeline.stays(action.userId()).stream()
                .anyMatch(stay -> stay.begin() == point
                        && shows(action, stay.row())
                        && stay.position() == action.answer().position()
                        && mayHaveBegun(action, point));
    }

    private boolean mayHaveBegun(Action action, int point) {
        boolean invited = timeline.stepBefore(point).kind() == Step.Kind.INVITED;
        return invited == (action.act() == OperationKind.INVITE) && mayHaveDone(action, point);
    }

    /** Whether the user leaves the waitlist for the seat of a guest. */
    private boolean isInvited(Stay stay) {
        var next = timeline.point(stay.end()).next();
        return next != null
                && next.kind() == Step.Kind.INVITED
                && next.userId().equals(stay.row().userId())
                && timeline.row(stay.row().userId(), stay.end() - 1).waits();
    }

    private boolean lapses(Stay stay) {
        return timeline.stepBefore(stay.end()).kind() == Step.Kind.LAPSED;
    }

    /** Whether a stay that fits the answer ends at this point. */
    boolean ends(Action action, int point) {
        return timeline.stays(action.userId()).stream()
                .anyMatch(stay -> stay.end() == point
                        && !lapses(stay)
                        && promotes(stay, action.answer().promoted())
                        && mayHaveDone(action, point));
    }

    private boolean mayHaveDone(Action action, int point) {
        var committed = timeline.version(timeline.versionBefore(point));
        boolean open = action.answer().kind().open();
        return committed.notAfter() >= action.start()
                && (open || committed.notBefore() <= action.end())
                && (action.answer().kind() != Kind.BUSY || committed.planned() <= action.end());
    }

    /**
     * The head of the waitlist gets a seat in the next step. A turn after which the event promotes again may have let
     * the user leave first, and have handed the seat on afterwards.
     */
    private boolean promotes(Stay stay, String promoted) {
        var next = timeline.point(stay.end()).next();
        boolean handedOn = next != null && next.kind() == Step.Kind.PROMOTED;
        return promoted == null
                ? !handedOn
                        || timeline.row(stay.row().userId(), stay.end() - 1).waits()
                        || beginsToPromote(timeline.version(timeline.versionBefore(stay.end())))
                : handedOn && next.userId().equals(promoted);
    }

    private static boolean beginsToPromote(Version version) {
        return version.before() != null && !version.before().promotesAt(version.moment());
    }

    private List<Action> actions(String user, OperationKind... acts) {
        return byUser.getOrDefault(user, List.of()).stream()
                .filter(action -> List.of(acts).contains(action.act()))
                .toList();
    }

    private String at(int point) {
        return "version "
                + timeline.version(timeline.versionBefore(point)).after().version() + ": ";
    }
}
