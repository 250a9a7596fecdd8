/**
 * Keeps tables fit. In: tables that grew by many small commits. Out: the same rows in fewer files,
 * without the files of old versions, and without dates that are not to be kept.
 */
package dev.nightwarden.maintain;
