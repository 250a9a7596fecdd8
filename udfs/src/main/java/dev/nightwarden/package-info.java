/** Functions of values. In: values. Out: values, and the SQL functions made of them. */
package dev.nightwarden;
