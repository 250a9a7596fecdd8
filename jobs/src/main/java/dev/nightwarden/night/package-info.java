/**
 * The night. In: what a command asks for, and what the last runs left to do. Out: every step done
 * in order over its dates, each table's slices replaced, and a row in {@code runs}.
 */
package dev.nightwarden.night;
