package dev.nightwarden.metric;

import com.google.common.net.InternetDomainName;
import java.util.Locale;

/**
 * The parts of a domain name. Public suffixes are those of the Public Suffix List
 * (publicsuffix.org) as the Guava on Spark's class path carries it, the private ones among them:
 * whoever holds {@code d111111abcdef8.cloudfront.net} holds just that, and not {@code
 * cloudfront.net}.
 *
 * <p>A name is taken in lower case and without a final dot. A text of more than 253 characters, an
 * address, a URL and a list give null.
 */
public final class Domain {
  /** The longest domain name (RFC 1035, section 2.3.4, as text). */
  static final int MAX_LENGTH = 253;

  private Domain() {}

  /**
   * What somebody registered: the public suffix and one label more, {@code bbc.co.uk} of {@code
   * www.bbc.co.uk}. Null for null, for a public suffix itself, and for a name under none, such as
   * {@code printer}.
   */
  public static String registered(String name) {
    InternetDomainName domain = parse(name);
    return domain != null && domain.isUnderPublicSuffix()
        ? domain.topPrivateDomain().toString()
        : null;
  }

  /**
   * Under what anybody may register, {@code co.uk} of {@code www.bbc.co.uk}. Null for null and for
   * a name under none.
   */
  public static String publicSuffix(String name) {
    InternetDomainName domain = parse(name);
    return domain != null && domain.hasPublicSuffix() ? domain.publicSuffix().toString() : null;
  }

  /**
   * How many labels a text has, parted by dots: 3 for {@code www.example.com.}, 0 for an empty text
   * or the root (null for null). Any text is counted, whether a name or not.
   */
  public static Integer labels(String text) {
    if (text == null) {
      return null;
    }
    int labels = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '.' && (i == 0 || text.charAt(i - 1) == '.')) {
        labels++;
      }
    }
    return labels;
  }

  private static InternetDomainName parse(String name) {
    if (name == null || name.length() > MAX_LENGTH + 1 || !isOneName(name)) {
      return null;
    }
    String rest = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    rest = rest.toLowerCase(Locale.ROOT);
    // Labels such as _dmarc or * stand in names that are asked for, though no host has them.
    while (!InternetDomainName.isValid(rest)) {
      int dot = rest.indexOf('.');
      if (dot < 0) {
        return null;
      }
      rest = rest.substring(dot + 1);
    }
    return InternetDomainName.from(rest);
  }

  private static boolean isOneName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '/' || c == ':' || c == '@' || c == '"' || c == ';' || c == ',') {
        return false;
      }
    }
    return true;
  }
}
