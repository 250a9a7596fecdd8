/**
 * Checks a config before its first run. In: a config, and a sample of the data of its transports.
 * Out: findings, warnings and problems as text; no table is written.
 */
package dev.nightwarden.validate;
