/**
 * Makes up an organisation and the log of what its people and services do. In: a number of people,
 * dates and a seed. Out: files of JSON lines, a directory of people, and the truth about both; the
 * same for the same seed, byte for byte.
 */
package dev.nightwarden.organisation;
