package dev.nightwarden.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightwarden.plugin.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipFile;

/** The files by which {@link java.util.ServiceLoader} finds plug-ins. */
public final class PluginServices {
  /** The path of the file inside a jar: one line for each class that lists types. */
  public static final String FILE = "META-INF/services/" + Plugin.class.getName();

  private PluginServices() {}

  /**
   * Whether a jar says that it brings types.
   *
   * @throws IOException if it cannot be read as a jar
   */
  public static boolean isIn(Path jar) throws IOException {
    try (ZipFile entries = new ZipFile(jar.toFile())) {
      return entries.getEntry(FILE) != null;
    }
  }

  /**
   * The start of a sentence about a class that cannot be loaded: where the file is that names it.
   *
   * @param problem in which the class is named
   * @return empty if no file of the loader names it
   */
  static String origin(ClassLoader loader, String problem) {
    try {
      for (URL file : Collections.list(loader.getResources(FILE))) {
        if (text(file).lines().map(PluginServices::className).anyMatch(problem::contains)) {
          String jar = file.getPath().replaceFirst("!?/" + FILE + "$", "");
          return "%s of %s: ".formatted(FILE, shown(jar));
        }
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  /** A jar's file name, or the folder as it is. */
  static String shown(String place) {
    return place.endsWith(".jar") ? place.substring(place.lastIndexOf('/') + 1) : place;
  }

  /** What a line names; a sign that is in no message where it is empty. */
  private static String className(String line) {
    String name = line.replaceFirst("#.*", "").strip();
    return name.isEmpty() ? "\0" : name;
  }

  private static String text(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    // A cached jar would stay open, and be taken for the one that a later build puts in its place.
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
