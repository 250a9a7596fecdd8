/**
 * Keeps names out of a warehouse. In: records with names, and a key. Out: the same records with a
 * keyed hash in place of each name, which who has the key can make again from the name.
 */
package dev.nightwarden.pseudonym;
