/**
 * The application. In: a config. Out: its profiles, detectors and stages, assembled in {@link
 * dev.nightwarden.app.Application}, and read-only queries.
 */
package dev.nightwarden.app;
