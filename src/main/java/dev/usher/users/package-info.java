/** People who may register. Users are never deleted, so that it may be remembered that one exists. */
package dev.usher.users;
