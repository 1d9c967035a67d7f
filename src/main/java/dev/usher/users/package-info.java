/** Users that may register for events. The row of an erased user remains without a name, so that no id is reused. */
package dev.usher.users;
