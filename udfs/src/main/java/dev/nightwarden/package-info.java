/** Pure functions. In: values. Out: values, and the same functions for SQL. */
package dev.nightwarden;
