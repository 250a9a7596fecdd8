package dev.nightwarden.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A small file that somebody names. */
public final class TextFile {
  private TextFile() {}

  /**
   * Its text, which is UTF-8.
   *
   * @throws IllegalArgumentException saying what is wrong with it, without its name
   */
  public static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no such file");
    } catch (CharacterCodingException binary) {
      throw new IllegalArgumentException("is not UTF-8 text");
    } catch (IOException broken) {
      throw new IllegalArgumentException("cannot be read: " + broken.getMessage());
    }
  }
}
