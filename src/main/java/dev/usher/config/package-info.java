/** Settings: the only place of their names, defaults and checks. */
package dev.usher.config;
