package dev.usher.webhook;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Listener for the start of the webhook and for the outcome of each attempt. Called on its context; must not block or
 * throw.
 */
public interface WebhookListener {
    /**
     * The webhook starts. Any thread may call the suppliers.
     *
     * @param lagSeconds age of the oldest undelivered version that this process knows
     * @param gone whether the endpoint answered 410
     */
    void started(DoubleSupplier lagSeconds, BooleanSupplier gone);

    /** A message was posted once. */
    void attempted(DeliveryOutcome outcome);
}
