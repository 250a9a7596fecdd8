/**
 * A look before the first night. In: a config, and what there is at its transports. Out: what the
 * data shows, what to mend and what to beware of, in words; no table is written.
 */
package dev.nightwarden.validate;
