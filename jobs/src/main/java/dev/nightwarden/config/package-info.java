/**
 * Reads one YAML file into validated settings. In: the file, {@code --set} overrides, the
 * environment, and records whose components carry a {@link dev.nightwarden.plugin.Key}. Out: such a
 * record, or a {@link dev.nightwarden.config.ConfigException} with every error and its place.
 */
package dev.nightwarden.config;
