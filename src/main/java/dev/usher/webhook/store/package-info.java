/** Stored progress of the webhook. */
package dev.usher.webhook.store;
