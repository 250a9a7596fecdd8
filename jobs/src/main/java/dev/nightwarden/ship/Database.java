package dev.nightwarden.ship;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** A PostgreSQL database: where it is, who asks, how the connection is protected. */
public record Database(
    @Key(doc = "The server's name or address.", fallback = "localhost") String host,
    @Key(doc = "The server's port.", fallback = "5432", min = 1, max = 65535) int port,
    @Key(doc = "The name of the database.", fallback = "nightwarden") String name,
    @Key(doc = "The user to connect as.", fallback = "nightwarden") String user,
    @Key(
            doc = "The user's password, best as ${NAME}; without one, ~/.pgpass is asked.",
            secret = true)
        String password,
    @Key(
            doc = "Whether the connection must be encrypted and the server proven, as libpq says.",
            fallback = "prefer",
            oneOf = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
        String sslmode,
    @Key(doc = "A file of the certificates that vouch for the server, for verify-ca, verify-full.")
        String sslRootCert,
    @Key(doc = "A file of the certificate that the server asks of this client.") String sslCert,
    @Key(doc = "A file of that certificate's key, PKCS-12 or PKCS-8 DER.") String sslKey,
    @Key(doc = "Seconds to wait for the server to answer.", fallback = "10", min = 1, max = 3600)
        int connectTimeout)
    implements Checked {
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:\\[\\]-]+");

  @Override
  public void check() {
    if (host == null || !HOST.matcher(host).matches()) {
      throw new IllegalKeyException("host", "is %s; allowed: a name or an address".formatted(host));
    }
    if (name == null || name.isBlank()) {
      throw new IllegalKeyException("name", "is empty");
    }
    if (user == null || user.isBlank()) {
      throw new IllegalKeyException("user", "is empty");
    }
  }

  /** Opens a connection. */
  Connection connect() throws SQLException {
    Properties settings = new Properties();
    PGProperty.USER.set(settings, user);
    if (password != null) {
      PGProperty.PASSWORD.set(settings, password);
    }
    PGProperty.SSL_MODE.set(settings, sslmode);
    if (sslRootCert != null) {
      PGProperty.SSL_ROOT_CERT.set(settings, sslRootCert);
    }
    if (sslCert != null) {
      PGProperty.SSL_CERT.set(settings, sslCert);
    }
    if (sslKey != null) {
      PGProperty.SSL_KEY.set(settings, sslKey);
    }
    PGProperty.CONNECT_TIMEOUT.set(settings, connectTimeout);
    PGProperty.LOGIN_TIMEOUT.set(settings, connectTimeout);
    PGProperty.TCP_KEEP_ALIVE.set(settings, true);
    PGProperty.APPLICATION_NAME.set(settings, "nightwarden");
    String address = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    Connection connection =
        new Driver()
            .connect("jdbc:postgresql://%s:%d/%s".formatted(address, port, encoded), settings);
    if (connection == null) {
      throw new SQLException("%s is not an address".formatted(address));
    }
    return connection;
  }

  /** Where and who, without the password: {@code localhost:5432/nightwarden as nightwarden}. */
  @Override
  public String toString() {
    return "%s:%d/%s as %s".formatted(host, port, name, user);
  }
}
