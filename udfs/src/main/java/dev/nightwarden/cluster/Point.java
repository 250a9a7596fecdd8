package dev.nightwarden.cluster;

import java.io.Serializable;

/**
 * A record's place on a map on which near records are near.
 *
 * @param record which record
 * @param x its place along the axis that says most
 * @param y its place along the axis that says second most
 */
public record Point(int record, double x, double y) implements Serializable {}
