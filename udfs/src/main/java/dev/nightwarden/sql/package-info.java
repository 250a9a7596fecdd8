/**
 * What a function is to SQL. In: a name, arguments and what is made of them. Out: an entry that
 * {@link dev.nightwarden.NightwardenFunctions} can register.
 */
package dev.nightwarden.sql;
