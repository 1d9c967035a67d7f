package dev.usher.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDetailsTest {
    private static final String ZONE = "must be the name of a time zone in the IANA database, such as Europe/Berlin";

    /** Moments are hours of one day. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "startsAt=20 endsAt=21|",
                "startsAt=20 endsAt=20|endsAt must be later than startsAt",
                "startsAt=20 endsAt=19|endsAt must be later than startsAt",
                "endsAt=21|",
                "registrationOpensAt=08 registrationClosesAt=09|",
                "registrationOpensAt=09 registrationClosesAt=09|registrationClosesAt must be later than"
                        + " registrationOpensAt",
                "registrationOpensAt=08 startsAt=09|",
                "registrationOpensAt=09 startsAt=09|startsAt must be later than registrationOpensAt: without"
                        + " registrationClosesAt, registration closes at the start",
                "registrationOpensAt=09 startsAt=09 registrationClosesAt=10|",
                "startsAt=20 promotesUntil=19|",
                "startsAt=20 promotesUntil=21|",
                "timeZone=Europe/Berlin|",
                "timeZone=America/Argentina/Buenos_Aires|",
                "timeZone=UTC|",
                "timeZone=Mars/Olympus_Mons|timeZone " + ZONE,
                "timeZone=europe/berlin|timeZone " + ZONE,
                "timeZone=+01:00|timeZone " + ZONE
            })
    void namesTheFirstFieldThatIsNotAccepted(String fields, String invalid) {
        var details = new EventDetails("Slam", 4, true, EventField.readAll(values(fields)::get));
        assertThat(details.invalid().map(field -> field.name() + " " + field.message()))
                .isEqualTo(Optional.ofNullable(invalid));
    }

    private static HashMap<String, Object> values(String fields) {
        var values = new HashMap<String, Object>();
        for (var field : fields.split(" ")) {
            var value = field.substring(field.indexOf('=') + 1);
            values.put(
                    field.substring(0, field.indexOf('=')),
                    value.length() == 2 ? "2027-03-01T" + value + ":00:00Z" : value);
        }
        return values;
    }
}
