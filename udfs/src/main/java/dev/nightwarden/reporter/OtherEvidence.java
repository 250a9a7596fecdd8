package dev.nightwarden.reporter;

import org.apache.spark.sql.Column;

/**
 * What others showed of a value before the event's date; null where no reporter of the profile
 * looks at others. The actor itself is in none of the counts.
 *
 * @param group what its peers have in common, for people; empty where it has no peers
 * @param peersSeen how many peers showed the value (int)
 * @param peers how many peers there are (int)
 * @param othersSeen how many of all others showed it (int)
 * @param everybody how many others there are (int)
 * @param newcomers how many others first show it on the event's date, where nobody had before and
 *     at least five actors do; else 0 (int)
 * @param lnTail the natural logarithm of the probability of a value that is no likelier (double, at
 *     most 0); null but for reporters that look at others
 */
public record OtherEvidence(
    Column group,
    Column peersSeen,
    Column peers,
    Column othersSeen,
    Column everybody,
    Column newcomers,
    Column lnTail) {}
