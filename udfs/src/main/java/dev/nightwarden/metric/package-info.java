/**
 * Metrics. In: a text of a record, such as a name that was looked up. Out: one number or boolean;
 * null gives null unless a metric says otherwise. The cost is linear in the length of the text, or
 * the text is cut at a stated length, so that no log content can make it slow.
 */
package dev.nightwarden.metric;
