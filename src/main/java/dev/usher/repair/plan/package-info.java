/** Corrections of inconsistent rows: a pure function of the rows of one event. */
package dev.usher.repair.plan;
