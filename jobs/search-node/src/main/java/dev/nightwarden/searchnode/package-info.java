/** A search engine for tests. In: a folder. Out: a file with the port on which it is asked. */
package dev.nightwarden.searchnode;
