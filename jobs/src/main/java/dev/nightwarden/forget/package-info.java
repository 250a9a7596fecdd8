/**
 * Removes a person. In: names. Out: tables, landed files, stores and pages without them, also in
 * what older versions held; a keyed hash stays, by which logs that are read again do not bring them
 * back.
 */
package dev.nightwarden.forget;
