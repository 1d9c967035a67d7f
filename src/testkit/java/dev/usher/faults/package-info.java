/**
 * The fault rig: real server processes on a real DynamoDB Local that all go wrong, people who ask them for things, and
 * everything that {@link dev.usher.history.Judgement} needs to judge what they were told.
 */
package dev.usher.faults;
