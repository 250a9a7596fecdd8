package dev.nightwarden.reporter;

/**
 * What {@link Evidence} says of one value, in numbers.
 *
 * @param isPresent whether the message has a value
 * @param seen c: earlier messages with this value
 * @param total N: earlier messages
 * @param distinct G: distinct values among them, null being one
 * @param missing c0: earlier messages without a value
 */
public record KnownCounts(boolean isPresent, long seen, long total, long distinct, long missing) {}
