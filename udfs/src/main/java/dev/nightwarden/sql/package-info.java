/**
 * What a function is to SQL. In: a name, arguments, what is made of them, and what is to be said of
 * it. Out: an entry that {@link dev.nightwarden.NightwardenFunctions} can register and Spark
 * describe.
 */
package dev.nightwarden.sql;
