package dev.nightwarden.bench;

import java.time.LocalDate;
import java.util.List;

/**
 * A message as the other methods see it.
 *
 * @param minutes since 1970
 * @param values of city, network, device, application, hour
 * @param incident that it is of; null for none
 */
record LogLine(
    String actor,
    String department,
    LocalDate date,
    long minutes,
    List<String> values,
    String incident) {}
