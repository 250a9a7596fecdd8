package dev.nightwarden.ingest;

/** Where raw logs come from. An extension point, named by its type name. */
public interface Transport {}
