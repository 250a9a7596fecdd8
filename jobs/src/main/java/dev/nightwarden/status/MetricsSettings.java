package dev.nightwarden.status;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.util.regex.Pattern;

/**
 * Where each run leaves its figures.
 *
 * @param json null: nowhere
 * @param prometheus null: nowhere
 */
public record MetricsSettings(
    @Key(doc = "A local file to which each run adds one line of JSON.") String json,
    @Key(
            doc =
                "A local file that each run replaces by its figures in Prometheus' text format, such"
                    + " as /var/lib/node_exporter/nightwarden.prom.")
        String prometheus)
    implements Checked {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  @Override
  public void check() {
    if (json == null && prometheus == null) {
      throw new IllegalKeyException("json", "is missing: give json, prometheus or both");
    }
    checkFile("json", json);
    checkFile("prometheus", prometheus);
    if (json != null && json.equals(prometheus)) {
      throw new IllegalKeyException("prometheus", "is the file of json too; give it its own");
    }
  }

  private static void checkFile(String key, String file) {
    if (file == null) {
      return;
    }
    if (file.isBlank()) {
      throw new IllegalKeyException(key, "is empty");
    }
    if (URI.matcher(file).matches()) {
      throw new IllegalKeyException(
          key, "is %s; only a local file can be added to and replaced in one step".formatted(file));
    }
  }
}
