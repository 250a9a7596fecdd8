package dev.nightwarden.poll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.http.WebException;
import dev.nightwarden.http.WebRequest;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Quoting;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A service account of Google that acts in the name of a person: signs a statement of who it is
 * (RFC 7523) and gets a token for an hour in return. Google's own library would bring a second HTTP
 * client and other versions of what Spark has; this is one request and one signature.
 */
final class ServiceAccount {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration VALID = Duration.ofHours(1);
  private static final Duration SPARE = Duration.ofMinutes(5);
  private static final long LONGEST_FILE = 1 << 20;

  private final String subject;
  private final String email;
  private final String keyId;
  private final PrivateKey key;
  private final URI tokenUri;
  private final String person;
  private final String scope;
  private String token;
  private Instant until = Instant.MIN;

  /**
   * Reads the key file.
   *
   * @param subject how errors begin: {@code transports.NAME}
   * @param file as Google's console gives it: JSON with {@code client_email}, {@code private_key}
   * @param person in whose name it acts
   * @throws IOException if the file cannot be read or is none of a service account; without a word
   *     of what it holds
   */
  ServiceAccount(String subject, String file, String person, String scope) throws IOException {
    this.subject = subject;
    this.person = person;
    this.scope = scope;
    JsonNode account = read(file);
    email = text(account, "client_email", file);
    keyId = account.path("private_key_id").asText("");
    key = key(text(account, "private_key", file), file);
    String address = account.path("token_uri").asText("https://oauth2.googleapis.com/token");
    try {
      tokenUri = WebAddress.of("token_uri", address);
    } catch (IllegalKeyException refused) {
      throw bad(file, refused.getMessage());
    }
  }

  private JsonNode read(String file) throws WebException {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > LONGEST_FILE) {
        throw bad(file, "it is larger than any key file");
      }
      return JsonRecords.MAPPER.readTree(Files.readString(path));
    } catch (JsonProcessingException broken) {
      // Jackson's message would quote it.
      throw bad(file, "it is not JSON");
    } catch (WebException told) {
      throw told;
    } catch (IOException | InvalidPathException unreadable) {
      throw bad(file, "it cannot be read: " + unreadable.getClass().getSimpleName());
    }
  }

  private String text(JsonNode account, String name, String file) throws WebException {
    String text = account.path(name).asText("");
    if (text.isEmpty()) {
      throw bad(file, "it has no " + name);
    }
    return text;
  }

  private PrivateKey key(String pem, String file) throws WebException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException none) {
      throw bad(file, "its private_key is not an RSA key in PKCS #8");
    }
  }

  private WebException bad(String file, String problem) {
    return new WebException(
        "%s.credentials_file: %s: %s; wanted: the JSON key of a service account, as Google's console makes it"
            .formatted(subject, file, problem));
  }

  /** A token that is good for some minutes at least. */
  String token(WebClient client, Instant now) throws IOException, InterruptedException {
    if (token == null || now.isAfter(until.minus(SPARE))) {
      fetch(client, now);
    }
    return token;
  }

  /** Forgets the token, which the service no longer takes. */
  void forget() {
    token = null;
  }

  private void fetch(WebClient client, Instant now) throws IOException, InterruptedException {
    String form = "grant_type=%s&assertion=%s".formatted(encoded(GRANT), encoded(assertion(now)));
    // Asking twice gives two tokens, which does no harm.
    WebAnswer answer =
        client.send(
            WebRequest.post(tokenUri, "application/x-www-form-urlencoded", form).repeatable());
    ObjectNode told = JsonRecords.objectOrEmpty(answer);
    String got = told.path("access_token").asText("");
    if (!answer.isSuccess() || got.isEmpty()) {
      throw refused(answer, told, now);
    }
    token = got;
    until = now.plusSeconds(told.path("expires_in").asLong(VALID.toSeconds()));
  }

  private WebException refused(WebAnswer answer, ObjectNode told, Instant now) {
    String error = told.path("error").asText("");
    String words = told.path("error_description").asText("");
    String advice =
        switch (error) {
          case "unauthorized_client", "access_denied" ->
              "grant the client id of the service account domain-wide delegation for the scope %s in the Admin console (Security, API controls)"
                  .formatted(scope);
          case "invalid_scope" ->
              "the scope %s is missing in the domain-wide delegation of the service account"
                  .formatted(scope);
          case "invalid_grant" -> invalidGrant(answer, words, now);
          case "invalid_client", "deleted_client", "disabled_client" ->
              "the service account, or its key, was deleted or disabled; make a new key";
          default -> "is this the key file of a service account that still exists?";
        };
    return WebException.of(
        answer.status(),
        "%s: Google gives %s no token (%s%s): %s"
            .formatted(
                subject,
                Quoting.printable(email, 100),
                error.isEmpty() ? "status " + answer.status() : Quoting.printable(error),
                words.isEmpty() ? "" : ", " + Printable.printable(words, 200),
                advice));
  }

  private String invalidGrant(WebAnswer answer, String words, Instant now) {
    Duration skew = answer.date().map(there -> Duration.between(there, now)).orElse(Duration.ZERO);
    if (skew.abs().compareTo(SPARE) > 0) {
      return "the clock of this machine is %s %s Google's; set it right"
          .formatted(
              Amount.of(skew.abs().toMinutes(), "minute"),
              skew.isNegative() ? "behind" : "ahead of");
    }
    if (words.contains("reasonable timeframe") || words.contains("iat")) {
      return "the clock of this machine is wrong; set it right";
    }
    return words.contains("Signature") || words.contains("signature")
        ? "the key was deleted; make a new one for the service account"
        : "is admin (%s) a user of the domain, and is the service account still there?"
            .formatted(Quoting.printable(person, 100));
  }

  /** The signed statement: RFC 7515 with RS256. */
  private String assertion(Instant now) {
    ObjectNode header = JsonRecords.MAPPER.createObjectNode().put("alg", "RS256").put("typ", "JWT");
    if (!keyId.isEmpty()) {
      header.put("kid", keyId);
    }
    ObjectNode claims =
        JsonRecords.MAPPER
            .createObjectNode()
            .put("iss", email)
            .put("sub", person)
            .put("scope", scope)
            .put("aud", tokenUri.toString())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(VALID).getEpochSecond());
    String signed = base64(header.toString()) + "." + base64(claims.toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException unfit) {
      throw new IllegalStateException("the key of the service account cannot sign", unfit);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
