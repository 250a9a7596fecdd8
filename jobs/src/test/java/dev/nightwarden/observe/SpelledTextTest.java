package dev.nightwarden.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpelledTextTest {
  private static Optional<SpelledText> in(String sql) {
    return SpelledText.in(sql, path -> path.startsWith("user"), text -> !text.startsWith("p-"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user = 'root'",
        "'root' = user",
        "user <=> 'root'",
        "user <> 'root'",
        "NOT user = 'root'",
        "user < 'root'",
        "user IN ('p-1', 'root')",
        "user NOT IN ('root', other)",
        "user LIKE 'root'",
        "user LIKE ANY ('root', 'x')",
        "user NOT LIKE ALL ('root')",
        "user RLIKE 'root'",
        "user BETWEEN 'root' AND other",
        "lower(user) = 'root'",
        "user = upper('root')",
        "startswith(user, 'root')",
        "event = 'login' AND (user IS NULL OR instr(user, 'root') > 0)",
        "CASE user WHEN 'root' THEN 1 ELSE 2 END = 1",
        "CASE WHEN event = 'x' THEN 'y' WHEN user = 'root' THEN 'z' END",
        "nullif(user, 'root')",
      })
  void findsATextThatIsCompared(String sql) {
    assertEquals(Optional.of(new SpelledText("user", "root")), in(sql), sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event = 'login'",
        "user = other",
        "user = ''",
        "user = 'p-1'",
        "user IS NOT NULL AND event = 'login'",
        "length(user) > 3",
        "user = 5",
        "coalesce(user, 'none')",
        "concat(user, '@', domain)",
        "CASE WHEN event = 'login' THEN user ELSE 'none' END",
        "(CASE WHEN event = 'login' THEN user END) IS NULL",
        "users2 IS NULL AND username IS NULL",
      })
  void passesOverTheRest(String sql) {
    assertEquals(Optional.empty(), in(sql), sql);
  }

  @Test
  void namesThePath() {
    assertEquals(
        Optional.of(new SpelledText("user.name", "x")),
        in("event = 'login' AND trim(user.name) = 'x'"));
  }
}
