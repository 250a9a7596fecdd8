package dev.nightwarden.sql;

/**
 * A call of a function and what comes of it, as tests hold it.
 *
 * @param call such as {@code digit_count('e6603')}
 * @param result its result, cast to text; {@code NULL} for null
 */
public record Example(String call, String result) {}
