package dev.usher.webhook;

import io.vertx.core.Future;

/** Receiver of messages. */
interface WebhookEndpoint {
    /** Posts a message once. Never fails: an error is an outcome, too. */
    Future<DeliveryAttempt> post(WebhookMessage message);
}
