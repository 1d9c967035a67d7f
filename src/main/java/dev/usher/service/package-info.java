/**
 * Types that every service shares: requests with deadlines, outcomes, refusals, pages, timestamps and idempotency keys.
 */
package dev.usher.service;
