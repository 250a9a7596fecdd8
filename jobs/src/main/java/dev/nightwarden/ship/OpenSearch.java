package dev.nightwarden.ship;

import dev.nightwarden.http.Waiting;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps {@code malicious_events} in OpenSearch or Elasticsearch, a document for each anomaly whose
 * _id is its anomaly_id, in fields of the Elastic Common Schema and, as the warehouse has it, under
 * {@code nightwarden}.
 *
 * <p>There is an index for each month, INDEX-2026.11-..., and the alias INDEX over them, which is
 * what to search. Neither replaces documents in one step, but an alias changes in one: the months
 * of a run's dates are written whole into new indices, and one request puts these in place of the
 * old ones. What is not ours under these names is refused.
 */
@TypeName(
    value = "opensearch",
    doc = "Keeps malicious events in OpenSearch or Elasticsearch, in ECS fields.")
public record OpenSearch(
    @Key(doc = "The address: https, or http on this machine.", required = true) String url,
    @Key(
            doc = "The alias over the indices of the months, and how their names begin.",
            fallback = "nightwarden-malicious-events")
        String index,
    @Key(doc = "The user to ask as.") String user,
    @Key(doc = "The user's password, best as ${NAME}.", secret = true) String password,
    @Key(
            doc = "An API key in place of a user, as Elasticsearch gives it out encoded.",
            secret = true)
        String apiKey,
    @Key(
            doc =
                "The ECS field that holds the actor: user.name, host.name, source.ip or the like.",
            fallback = "user.name")
        String actorField,
    @Key(doc = "Seconds to wait for an answer.", fallback = "60", min = 1, max = 600) int timeout)
    implements Store, Checked {
  private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,149}");
  private static final Pattern FIELD = Pattern.compile("[a-z_]{1,40}(\\.[a-z_]{1,40}){1,3}");
  private static final Set<String> TAKEN = Set.of("event", "ecs", "rule", "nightwarden");

  @Override
  public void check() {
    WebAddress.of("url", url);
    if (!INDEX.matcher(index).matches()) {
      throw new IllegalKeyException(
          "index", "is %s; allowed: lower case, digits, '.', '_', '-'".formatted(index));
    }
    if ((user == null) != (password == null)) {
      throw new IllegalKeyException(
          user == null ? "user" : "password", "is missing: give both user and password");
    }
    if (apiKey != null && user != null) {
      throw new IllegalKeyException("api_key", "cannot stand beside user: give one of the two");
    }
    if (apiKey != null && !apiKey.matches("[\\x21-\\x7e]+")) {
      throw new IllegalKeyException("api_key", "is not a key: base64 of id:key");
    }
    if (!FIELD.matcher(actorField).matches()
        || TAKEN.contains(actorField.substring(0, actorField.indexOf('.')))) {
      throw new IllegalKeyException(
          "actor_field", "is %s; allowed: a field of ECS such as host.name".formatted(actorField));
    }
  }

  @Override
  public long replace(Slice slice) throws IOException, InterruptedException {
    return replace(slice, Waiting.REAL);
  }

  long replace(Slice slice, Waiting waiting) throws IOException, InterruptedException {
    SearchClient client = new SearchClient(this, waiting);
    return new SearchStore(client, new SearchDocument(actorField), index).replace(slice);
  }

  /** Where it writes, without password and key. */
  @Override
  public String toString() {
    return "%s at %s".formatted(index, url);
  }
}
