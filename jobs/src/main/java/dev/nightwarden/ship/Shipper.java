package dev.nightwarden.ship;

/**
 * Where malicious events go. An extension point, named by its type name, of two kinds: a {@link
 * Store} holds them, a {@link Notifier} tells of them.
 */
public sealed interface Shipper permits Store, Notifier {}
