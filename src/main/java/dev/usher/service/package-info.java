/**
 * Types that every service shares: requests with deadlines, outcomes, refusals, pages, timestamps and idempotency keys,
 * and the limit of repeated log messages.
 */
package dev.usher.service;
