/** The built-in filters. In: values of a record. Out: whether it is dropped. */
package dev.nightwarden.feature.filter;
