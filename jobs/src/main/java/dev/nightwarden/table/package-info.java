/**
 * The Delta tables. In: rows of a declared shape. Out: tables under one warehouse, in which whole
 * slices are replaced or rows merged by id, each in one commit.
 */
package dev.nightwarden.table;
