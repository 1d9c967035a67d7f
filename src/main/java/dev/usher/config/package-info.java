/** What can be set from outside: the names, the defaults and the checks stand here and nowhere else. */
package dev.usher.config;
