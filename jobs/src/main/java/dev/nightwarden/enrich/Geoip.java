package dev.nightwarden.enrich;

import dev.nightwarden.geo.Take;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.io.Serializable;

/** Where the address lies whose place and network are added to a transport's messages. */
public record Geoip(
    @Key(
            doc =
                "Path of the IP address, such as ip or source.address; a name given by rename too."
                    + " A port, brackets and a zone around it are cut.",
            required = true)
        String ip,
    @Key(
            doc =
                "Which of several addresses counts, such as those of X-Forwarded-For. last: the last"
                    + " public one, which the nearest proxy saw; first: the first public one, which"
                    + " anybody can write there.",
            fallback = "last")
        Take take)
    implements Serializable, Checked {
  private static final long serialVersionUID = 1L;

  @Override
  public void check() {
    if (ip.isEmpty()) {
      throw new IllegalKeyException("ip", "names no path, such as source.address");
    }
  }

  /** The last of several counts. */
  public Geoip(String ip) {
    this(ip, Take.LAST);
  }
}
