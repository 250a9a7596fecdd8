/**
 * Isolation forests on plain arrays. In: the events of one actor as rows of numbers. Out: a forest
 * that says how easily a further event is told apart from them, through which columns, and that
 * fits in a few dozen kilobytes.
 */
package dev.nightwarden.forest;
