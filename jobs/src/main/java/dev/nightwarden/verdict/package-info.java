/**
 * What people say of findings. In: {@code verdicts}, which the command {@code verdict} adds to.
 * Out: the verdicts in force, and which dates they change.
 */
package dev.nightwarden.verdict;
