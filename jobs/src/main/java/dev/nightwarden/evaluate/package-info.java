/**
 * Says how good configs are: what they find of labelled incidents, and what they cost in alerts.
 * In: the messages of a warehouse, labels, configs. Out: figures with their intervals, as text,
 * JSON and a page; the warehouse is only read.
 */
package dev.nightwarden.evaluate;
