package dev.nightwarden.report;

import java.util.List;

/**
 * Several actors' alerts, close in time, that show the same value, which hardly anybody else shows.
 *
 * @param actors the first of them, by name; empty for one without a name
 * @param all how many actors there are
 * @param alertIds the ids of their alerts
 * @param field the field, of whatever profile
 * @param value as canonical JSON
 * @param shownBy how many actors of the profile showed it lately, these among them
 */
public record Campaign(
    List<String> actors,
    long all,
    List<String> alertIds,
    String profile,
    String field,
    String value,
    long shownBy) {
  public Campaign {
    actors = List.copyOf(actors);
    alertIds = List.copyOf(alertIds);
  }
}
