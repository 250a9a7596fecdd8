package dev.nightwarden.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.organisation.Draws;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two recorded calls, planted among those of six users and a role of another account. */
class RecordedSequenceTest {
  private static final String OWN = "111122223333";
  private static final String RECORDED = "999988887777";
  private static final String SQL = "regexp_replace(who.arn, '(:assumed-role/[^/]+)/.*$', '$1')";

  private final Random random = new Random(3);
  private final List<Account> accounts = accounts();
  private final LogShape shape = new LogShape(accounts, SQL);
  private final List<Recorded> attack =
      List.of(
          call("christophe", RECORDED, "2024-08-01T13:33:28Z", "tool_1", "CreateUser"),
          call("christophe", RECORDED, "2024-08-01T13:33:31Z", "tool_1", "AttachUserPolicy"));

  private List<Account> accounts() {
    List<Account> accounts = new ArrayList<>();
    for (String user : List.of("amelia", "benoit", "carmen", "daniel", "esther", "role/Deployer")) {
      List<Recorded> messages = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String time =
            "2025-03-%02dT%02d:%02d:07Z".formatted(1 + i / 4, 8 + i % 4 / 2, random.nextInt(60));
        messages.add(call(user, OWN, time, "Console/" + random.nextInt(2), "ListUsers"));
      }
      messages.sort((a, b) -> Long.compare(a.micros(), b.micros()));
      accounts.add(Account.of(messages.get(0).actor(), messages));
    }
    return accounts;
  }

  private Recorded call(String user, String account, String time, String agent, String name) {
    boolean isRole = user.startsWith("role/");
    String actor =
        isRole
            ? "arn:aws:sts::%s:assumed-role/%s".formatted(account, user.substring(5))
            : "arn:aws:iam::%s:user/%s".formatted(account, user);
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("type", isRole ? "AssumedRole" : "IAMUser");
    who.put("principalId", "AIDA" + Integer.toHexString(user.hashCode()).toUpperCase(Locale.ROOT));
    who.put("arn", isRole ? actor + "/session" : actor);
    who.put("accountId", account);
    who.put("accessKeyId", "AKIA77" + user.length() + user.charAt(0));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("eventID", "%016x".formatted(random.nextLong()));
    data.put("eventTime", time);
    data.put("recipientAccountId", account);
    data.put("who", who);
    data.put("sourceIPAddress", "198.51.100." + random.nextInt(200));
    data.put("userAgent", agent);
    data.put("eventName", name);
    data.put("requestParameters", Map.of("target", "arn:aws:iam::%s:role/r".formatted(account)));
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    return new Recorded("trail", (String) data.get("eventID"), micros, actor, data, null, micros);
  }

  private List<Recorded> planted(boolean keepsAgent, int seed) throws Kind.Impossible {
    Plot plot =
        new Plot(
            shape,
            accounts,
            Strength.PLAIN,
            accounts.get(0).messages().get(30).date(),
            accounts.get(0).messages().get(39).date(),
            2,
            new HashSet<>(),
            Draws.of(seed, "sequence"));
    return new RecordedSequence("attack", attack, keepsAgent).plant(plot).messages();
  }

  @Test
  void theObjectThatSaysWhoIsFound() {
    assertEquals(Optional.of("who"), shape.holder(), shape.described());
    assertEquals(OWN, shape.constants().get("recipientAccountId"), shape.described());
  }

  @Test
  void theAttackIsTheVictims() throws Kind.Impossible {
    for (int seed = 0; seed < 12; seed++) {
      List<Recorded> planted = planted(false, seed);
      assertEquals(2, planted.size());
      for (int i = 0; i < 2; i++) {
        Recorded message = planted.get(i);
        String text = message.data().toString();
        Account victim =
            accounts.stream()
                .filter(each -> each.actor().equals(message.actor()))
                .findFirst()
                .orElseThrow();
        assertEquals(victim.messages().get(0).data().get("who"), message.data().get("who"));
        assertFalse(text.contains(RECORDED) || text.contains("christophe"), text);
        assertTrue(text.contains("arn:aws:iam::%s:role/r".formatted(OWN)), text);
        assertEquals(attack.get(i).data().get("eventName"), message.data().get("eventName"));
        assertEquals(
            attack.get(i).data().get("sourceIPAddress"), message.data().get("sourceIPAddress"));
        assertEquals(message.id(), message.data().get("eventID"));
        assertFalse(text.contains(attack.get(i).id()), text);
        assertEquals(
            Instant.EPOCH.plus(message.micros(), ChronoUnit.MICROS).toString(),
            message.data().get("eventTime"));
        assertTrue(message.data().get("userAgent").toString().startsWith("Console/"), text);
      }
      assertTrue(planted.get(1).micros() - planted.get(0).micros() < 10_000_000L);
    }
  }

  @Test
  void theAgentIsKeptWhereThatIsWished() throws Kind.Impossible {
    assertEquals("tool_1", planted(true, 1).get(0).data().get("userAgent"));
  }
}
