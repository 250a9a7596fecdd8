/** The flags built in. In: records. Out: those that raise the flag, and what can be said of it. */
package dev.nightwarden.feature.flag;
