/** Users that may register for events. Users are never deleted, so their existence may be cached. */
package dev.usher.users;
