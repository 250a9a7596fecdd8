/**
 * Metrics. In: a text of a record, such as a name that was looked up. Out: one number or truth
 * about it; null gives null unless a metric says otherwise. Work is linear in the text, or the text
 * is cut at a stated length: whoever writes the logs cannot make it slow.
 */
package dev.nightwarden.metric;
