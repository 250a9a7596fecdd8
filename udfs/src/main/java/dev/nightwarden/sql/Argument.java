package dev.nightwarden.sql;

/**
 * What a function is given.
 *
 * @param name as in its usage
 * @param type its SQL type, such as {@code string}; what can be cast to it will do
 * @param meaning what it is, as the end of a sentence: "the name of a host"
 */
public record Argument(String name, String type, String meaning) {}
