package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {
  @Test
  void ownersAreSplitIntoLowerCaseWords() {
    assertEquals(List.of("bredband2", "ab"), Tokens.ofOwner("Bredband2 AB"));
    assertEquals(List.of("cogent", "174"), Tokens.ofOwner("COGENT-174"));
    assertEquals(List.of("中国电信", "télécom"), Tokens.ofOwner("中国电信 (Télécom)"));
    assertEquals(List.of(), Tokens.ofOwner(null));
    assertEquals(List.of(), Tokens.ofOwner(" - "));
  }

  @Test
  void userAgentsLoseTheirVersionNumbers() {
    assertAgent(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/118.0.5993.88 Safari/537.36",
        "mozilla macintosh intel mac os x applewebkit khtml like gecko chrome safari");
    assertAgent(
        "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0",
        "mozilla x11 linux x86_64 rv gecko firefox");
    assertAgent(
        "Boto3/1.26.0 md/Botocore#1.29.2 os/linux#5.15.0-1034-aws md/arch#x86_64 lang/python#3.9",
        "boto3 md botocore os linux aws arch x86_64 lang python");
    assertAgent("aws-sdk-go/1.44.0 (go1.19.3; linux; amd64)", "aws sdk go linux amd64");
    assertAgent("exec-env/AWS_Lambda_python3.9", "exec env aws_lambda_python");
    assertAgent("tool v2.1.0-beta", "tool beta");
    assertAgent("Mozilla/4.0 (compatible; MSIE 8.0; .NET4.0C)", "mozilla compatible msie net");
    assertAgent("", "");
    assertAgent(null, "");
  }

  @Test
  void anUpdateIsNothingNew() {
    assertEquals(
        Tokens.ofUserAgent("curl/7.88.1 OpenSSL/3.0.2 python3.9"),
        Tokens.ofUserAgent("curl/8.4.0 OpenSSL/3.1.4 python3.12"));
  }

  @Test
  void longTextsAreBounded() {
    assertEquals(40, Tokens.ofUserAgent("a".repeat(100_000)).get(0).length());
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      many.append('a').append((char) ('a' + i % 26)).append((char) ('a' + i / 26)).append(' ');
    }
    assertEquals(64, Tokens.ofOwner(many.toString()).size());
  }

  private static void assertAgent(String agent, String words) {
    assertEquals(words, String.join(" ", Tokens.ofUserAgent(agent)));
  }
}
