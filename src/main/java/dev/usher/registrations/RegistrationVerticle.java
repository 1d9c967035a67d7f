package dev.usher.registrations;

import dev.usher.bus.ServiceBus;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.Register;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/**
 * Serves registrations, invitations and confirmations, and queries of registrations and rosters.
 * {@link PromotionVerticle} serves unregistrations.
 */
public final class RegistrationVerticle extends VerticleBase {
    private final ServiceBus bus;
    private final RegistrationService registrations;
    private final RosterService roster;

    public RegistrationVerticle(ServiceBus bus, RegistrationService registrations, RosterService roster) {
        this.bus = bus;
        this.registrations = registrations;
        this.roster = roster;
    }

    @Override
    public Future<?> start() {
        return Future.all(List.of(
                bus.serve(Register.class, registrations::register),
                bus.serve(InviteGuest.class, registrations::submit),
                bus.serve(RegisterUsers.class, registrations::registerAll),
                bus.serve(ConfirmSeat.class, registrations::submit),
                bus.serve(ListUserEvents.class, registrations::ofUser),
                bus.serve(GetRegistration.class, roster::find),
                bus.serve(ListRegistrations.class, roster::list)));
    }
}
