/**
 * Values inside records. In: JSON text, or the VARIANT data of a message, and a path. Out: the
 * value there, as canonical JSON text or as plain text; equal values give equal text.
 */
package dev.nightwarden.value;
