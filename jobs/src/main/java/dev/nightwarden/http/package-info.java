/**
 * Requests to services over HTTP: bounded in size, time and attempts, within one origin, and
 * without a word of a secret in what is told of them. In: {@link dev.nightwarden.http.WebRequest}.
 * Out: {@link dev.nightwarden.http.WebAnswer}, or a {@link dev.nightwarden.http.WebException} that
 * says what to change.
 */
package dev.nightwarden.http;
