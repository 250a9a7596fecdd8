/**
 * Looks at a warehouse for whoever operates it. In: {@code runs}, {@code files}, {@code rejects},
 * {@code forests}, the newest messages, and Delta's logs. Out: what they say, and what to do about
 * it; nothing is written.
 */
package dev.nightwarden.status;
