package dev.nightwarden.stream;

import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** How a port proves itself to senders and, if wanted, they to it. TLS 1.2 and 1.3. */
public record Tls(
    @Key(doc = "A PEM file of the port's certificate and those that vouch for it; with key.")
        String certificate,
    @Key(doc = "A PEM file of the certificate's private key, PKCS-8.") String key,
    @Key(doc = "A PKCS-12 file of certificate and key, in the place of those two.") String keystore,
    @Key(doc = "The password of key or keystore, best as ${NAME}.", secret = true) String password,
    @Key(
            doc =
                "A PEM file of the certificates that vouch for senders: each must then have one of"
                    + " its own. Default: senders need none.")
        String clientCa)
    implements Checked {
  @Override
  public void check() {
    if (keystore == null && certificate == null) {
      throw new IllegalKeyException(
          "certificate", "is missing, and so is keystore; give certificate and key, or keystore");
    }
    if (keystore != null && (certificate != null || key != null)) {
      throw new IllegalKeyException("keystore", "does not go with certificate and key");
    }
    if (keystore == null && key == null) {
      throw new IllegalKeyException("key", "is missing; certificate needs it");
    }
    if (keystore != null && password == null) {
      throw new IllegalKeyException("password", "is missing; keystore needs it");
    }
  }

  /**
   * Reads the files.
   *
   * @param where the section, as a config writes it
   * @throws IngestException if one cannot be used; without what it holds
   */
  SslContext context(String where) {
    try {
      SslContextBuilder builder = keystore == null ? ofPem() : ofKeystore();
      if (clientCa != null) {
        builder.trustManager(file("client_ca", clientCa)).clientAuth(ClientAuth.REQUIRE);
      }
      return builder.sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2").build();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      String why = e instanceof IllegalKeyException ? e.getMessage() : named(e) + whatIsWanted();
      throw new IngestException("%s: %s".formatted(where, why));
    }
  }

  private SslContextBuilder ofPem() {
    return SslContextBuilder.forServer(
        file("certificate", certificate), file("key", key), password);
  }

  private SslContextBuilder ofKeystore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file("keystore", keystore).toPath())) {
      store.load(in, password.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password.toCharArray());
    return SslContextBuilder.forServer(keys);
  }

  private static File file(String key, String path) {
    if (!Files.isReadable(Path.of(path))) {
      throw new IllegalKeyException(key, "names %s, which cannot be read".formatted(path));
    }
    return Path.of(path).toFile();
  }

  /** Messages of these exceptions may hold what is in the files. */
  private static String named(Exception e) {
    return e.getClass().getSimpleName();
  }

  private String whatIsWanted() {
    return keystore == null
        ? ": %s and %s are no certificate and PKCS-8 key in PEM that go together, or the password is"
                .formatted(certificate, key)
            + " wrong"
        : ": %s is no PKCS-12 file with a key, or the password is wrong".formatted(keystore);
  }
}
