/**
 * Plants incidents into a copy of a log, and says afterwards where they are. In: the messages of a
 * warehouse. Out: a warehouse with these and the planted messages, and a file of labels.
 */
package dev.nightwarden.incident;
