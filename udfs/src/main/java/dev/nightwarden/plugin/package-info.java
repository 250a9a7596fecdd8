/**
 * The interface of plug-ins, by which a jar adds types to Nightwarden. In: records with {@link
 * dev.nightwarden.plugin.Key} components, offered by a {@link dev.nightwarden.plugin.Plugin}. Out:
 * types that a config can name.
 */
package dev.nightwarden.plugin;
