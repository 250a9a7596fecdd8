/**
 * The application. In: a config. Out: its profiles, detectors and stages, put together in {@link
 * dev.nightwarden.app.Application}, and what can be asked of it without changing anything.
 */
package dev.nightwarden.app;
