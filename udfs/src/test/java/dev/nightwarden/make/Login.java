package dev.nightwarden.make;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** One login, as it will be written. */
final class Login {
  Instant time;
  Person person;
  String application;
  String outcome = "success";
  String ip;
  Town town;
  Device device;
  String userAgent;
  String mfa;
  String incident;
  String id;

  LocalDate date() {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Offices share two addresses, a home has one, a phone gets another one every time. */
  void from(String name) {
    AddressRange range = AddressRanges.of(name);
    int host =
        name.startsWith("office")
            ? person.number % 2
            : name.startsWith("mobile") ? person.random.nextInt(16_000) : person.number;
    ip = range.address(host);
    town = range.town();
  }

  Login copy() {
    Login login = new Login();
    login.person = person;
    login.time = time;
    login.application = application;
    login.outcome = outcome;
    login.ip = ip;
    login.town = town;
    login.device = device;
    login.userAgent = userAgent;
    login.mfa = mfa;
    return login;
  }

  String json() {
    StringBuilder out = new StringBuilder("{");
    add(out, "id", id);
    add(out, "time", DemoFiles.MILLIS.format(time));
    add(out, "user", person.user);
    add(out, "department", person.department);
    add(out, "application", application);
    add(out, "outcome", outcome);
    add(out, "ip", ip);
    add(out, "city", town == null ? null : town.city());
    add(out, "country", town == null ? null : town.countryCode());
    add(out, "os", device.os);
    add(out, "browser", device.browser);
    add(out, "user_agent", userAgent);
    add(out, "mfa", mfa);
    return out.append('}').toString();
  }

  private static void add(StringBuilder out, String key, String value) {
    if (value == null) {
      return;
    }
    if (out.length() > 1) {
      out.append(',');
    }
    out.append('"').append(key).append("\":\"");
    out.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }
}
