package dev.nightwarden.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Plugin;
import dev.nightwarden.plugin.TypeName;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  /** An extension point, as a plug-in knows it. */
  public interface ClusterEngine {}

  @TypeName(value = "gower", doc = "By distance.")
  record Gower(@Key(doc = "How many.", fallback = "2") int clusters) implements ClusterEngine {}

  @TypeName(value = "gower", doc = "Another.")
  record Other() implements ClusterEngine, java.io.Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** What some engines share; no config can ask for it. */
  interface Shared extends ClusterEngine {}

  @TypeName(value = "sharing", doc = "Says little of its own.")
  record Sharing() implements Shared {}

  @TypeName(value = "careful", doc = "Has keys that go together.")
  record Careful() implements ClusterEngine, Checked {
    @Override
    public void check() {}
  }

  record Nameless() implements ClusterEngine {}

  @TypeName(value = "Loud", doc = "Shouts.")
  record Loud() implements ClusterEngine {}

  @TypeName(value = "keyless", doc = "Says nothing.")
  record Keyless(int size) implements ClusterEngine {}

  @TypeName(value = "typed", doc = "Takes what is taken.")
  record Typed(@Key(doc = "The type.") String type) implements ClusterEngine {}

  /** Found by way of a services file that a test writes. */
  public static final class Found implements Plugin {
    @Override
    public List<Class<? extends Record>> types() {
      return List.of(Gower.class);
    }
  }

  private static Registry of(List<Class<? extends Record>> types) {
    return Registry.of(List.<Plugin>of(() -> types));
  }

  private static String refusal(Class<? extends Record> type) {
    return assertThrows(ConfigException.class, () -> of(List.of(type))).getMessage();
  }

  private static String source() {
    return RegistryTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  @Test
  void knowsTypesByExtensionPointAndName() {
    Registry registry = of(List.of(Gower.class));

    assertEquals(List.of(ClusterEngine.class), registry.points());
    assertEquals(
        new Registry.Type("gower", "By distance.", Gower.class, source()),
        registry.types(ClusterEngine.class).get("gower"));
    assertEquals(
        List.of("single", "multi"),
        List.copyOf(Sample.REGISTRY.types(Sample.Field.class).keySet()));
  }

  @Test
  void findsTheExtensionPointBehindWhatItsTypesShare() {
    Registry registry = of(List.of(Sharing.class));

    assertEquals(List.of(ClusterEngine.class), registry.points());
    assertEquals(Sharing.class, registry.types(ClusterEngine.class).get("sharing").settings());
  }

  @Test
  void takesOnlyWhatAConfigCanNameForAnExtensionPoint() {
    assertEquals(List.of(ClusterEngine.class), of(List.of(Careful.class)).points());
  }

  @Test
  void refusesTwoTypesOfOneName() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> of(List.of(Gower.class, Other.class)));

    assertEquals(
        "two cluster engines are named gower: %s (%s) and %s (%s)"
            .formatted(Gower.class.getName(), source(), Other.class.getName(), source()),
        e.getMessage());
  }

  @Test
  void takesATypeThatIsOfferedTwiceAsOne() {
    assertEquals(1, of(List.of(Gower.class, Gower.class)).types(ClusterEngine.class).size());
  }

  @Test
  void refusesTypesThatAreMadeWrongly() {
    String start = "the plug-in type " + RegistryTest.class.getName();
    assertEquals(start + "$Nameless (" + source() + ") has no @TypeName", refusal(Nameless.class));
    assertEquals(
        start + "$Loud (" + source() + ") has a @TypeName that is not lower case with underscores",
        refusal(Loud.class));
    assertEquals(start + "$Keyless (" + source() + ") has no @Key on size", refusal(Keyless.class));
    assertEquals(
        start + "$Typed (" + source() + ") has a key named type, which is taken",
        refusal(Typed.class));
  }

  @Test
  void findsPluginsOfTheContextClassLoader(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Plugin.class.getName()), Found.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);

      assertTrue(Registry.load().types(ClusterEngine.class).containsKey("gower"));

      Files.writeString(
          services.resolve(Plugin.class.getName()), "# ours\nno.such.Plugin # moved\n");
      assertEquals(
          "a plug-in cannot be loaded: META-INF/services/dev.nightwarden.plugin.Plugin of %s:"
                  .formatted(folder)
              + " dev.nightwarden.plugin.Plugin: Provider no.such.Plugin not found",
          assertThrows(ConfigException.class, Registry::load).getMessage());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
