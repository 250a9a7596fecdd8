package dev.nightwarden.enrich;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import java.io.Serializable;

/** Where the address lies whose place and network are added to a transport's messages. */
public record Geoip(
    @Key(
            doc =
                "Path of the IP address, such as ip or source.address; a name given by rename too.",
            required = true)
        String ip)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public Geoip {
    Keys.check(Geoip.class, ip);
    if (ip.isEmpty()) {
      throw new IllegalKeyException("ip", "names no path, such as source.address");
    }
  }
}
