package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefangedTest {
  @ParameterizedTest
  @CsvSource({
    "see http://evil.example/a.html?b=c, see http[:]//evil[.]example/a[.]html?b=c",
    "HTTPS://E.example, HTTPS[:]//E[.]example",
    "www.evil.example, www[.]evil[.]example",
    "evil.example:8080/x, evil[.]example:8080/x",
    "b\u00fccher.example, b\u00fccher[.]example",
    "jo@home.example, jo@home[.]example",
    "10.0.0.1, 10.0.0.1",
    "score 0.95. Then more., score 0.95. Then more.",
    "a ... b, a ... b",
  })
  void leavesNothingThatAMailProgramMakesALinkOf(String text, String defanged) {
    assertEquals(defanged, Defanged.hosts(text));
  }

  @Test
  void leavesNamesWithDotsInACode() {
    assertEquals(
        "`ann.smith http[:]//evil.example`", SlackText.code("ann.smith http://evil.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "<!channel> & <@U1>, `&lt;!channel&gt; &amp; &lt;@U1&gt;`",
    "a`b, `a\u02CBb`",
    "' ', (empty)",
  })
  void isLiteralInACodeOfSlack(String text, String code) {
    assertEquals(code, SlackText.code(text));
  }
}
