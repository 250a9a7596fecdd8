/**
 * From one YAML file to settings that cannot be wrong. In: the file, {@code --set} overrides, the
 * environment, and records whose components carry a {@link dev.nightwarden.plugin.Key}. Out: such a
 * record, or a {@link dev.nightwarden.config.ConfigException} with all that is wrong and where.
 */
package dev.nightwarden.config;
