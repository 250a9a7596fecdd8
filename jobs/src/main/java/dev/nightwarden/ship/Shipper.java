package dev.nightwarden.ship;

/** Where malicious events go. An extension point, named by its type name. */
public interface Shipper {}
