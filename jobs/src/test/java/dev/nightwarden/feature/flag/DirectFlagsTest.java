package dev.nightwarden.feature.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.feature.DirectFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectFlagsTest {
  @TempDir Path folder;

  @Test
  void anAmountIsTooMuchOnlyAboveTheLimit() {
    Trial trial =
        given("10.01", "10", "\"11\"", "null", "\"NaN\"", "\"much\"", "-20", "\"Infinity\"");
    DirectFlag flag = (DirectFlag) Trial.flag("transfer_above", "above: 10");

    assertEquals(List.of("m0", "m2", "m7"), trial.raise(flag));
    assertEquals(Map.of("amount", "10.01", "above", "10"), trial.figures(flag, "m0"));
  }

  @Test
  void aListSaysWhatIsInItAndNothingOfNull() throws IOException {
    Path file = folder.resolve("names.txt");
    Files.writeString(file, "# names\n\n  ann \nbob#2\n");
    Trial trial = given("\"ann\"", "\"bob\"", "\"bob#2\"", "null", "\"# names\"", "\"Ann\"");
    DirectFlag in = (DirectFlag) Trial.flag("in_list", "file: '" + file + "'");

    assertEquals(List.of("m0", "m2"), trial.raise(in));
    assertEquals(
        List.of("m1", "m4", "m5"),
        trial.raise((DirectFlag) Trial.flag("not_in_list", "file: '" + file + "'")));
    assertEquals(Map.of("value", "ann", "file", file.toString()), trial.figures(in, "m0"));

    Files.writeString(file, "bob of another length\nbob\n");
    assertEquals(List.of("m1"), trial.raise(in), "the file has changed");
  }

  @Test
  void aListOfNetworksHasTheirAddresses() throws IOException {
    Path file = folder.resolve("networks.txt");
    Files.writeString(file, "# ours\n192.0.2.0/24\n2001:db8::1\n");
    Trial trial =
        given("\"192.0.2.7\"", "\"192.0.3.7\"", "\"2001:db8:0:0::1\"", "\"here\"", "null");
    String params = "networks: true, file: '" + file + "'";

    assertEquals(List.of("m0", "m2"), trial.raise((DirectFlag) Trial.flag("in_list", params)));
    assertEquals(List.of("m1", "m3"), trial.raise((DirectFlag) Trial.flag("not_in_list", params)));
  }

  @Test
  void aListThatCannotBeReadIsToldByItsKey() throws IOException {
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xC3, 0x28});
    Path mistyped = folder.resolve("mistyped");
    Files.writeString(mistyped, "192.0.2.0/24\n192.0.2.0/33\n");

    assertRefused("file: missing.txt", "file is missing.txt, but there is no such file");
    assertRefused("file: '" + binary + "'", "which is not UTF-8 text");
    assertRefused("file: '" + folder + "'", "which cannot be read: Is a directory");
    assertRefused(
        "networks: true, file: '" + mistyped + "'",
        "but on line 2 192.0.2.0/33 is not a network such as 192.0.2.0/24 or 2001:db8::/32");
    assertRefused("networks: true", "file is missing");
  }

  private static void assertRefused(String params, String problem) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> Trial.flag("in_list", params));
    assertTrue(refused.getMessage().contains(problem), () -> refused.getMessage());
  }

  private static Trial given(String... amounts) {
    Trial trial = new Trial();
    for (int i = 0; i < amounts.length; i++) {
      trial.at("2025-03-01T10:00:00Z", "m" + i, "ann", "{\"amount\": " + amounts[i] + "}");
    }
    return trial;
  }
}
