package dev.nightwarden.pseudonym;

import dev.nightwarden.value.Shortened;
import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The pseudonyms of a deployment: what stands for a name, and where in messages. */
public final class Pseudonyms implements Serializable {
  private static final long serialVersionUID = 1L;

  private final PseudonymKey key;
  private final SortedSet<String> paths;

  /**
   * @param paths of messages, whose values become pseudonyms
   */
  public Pseudonyms(PseudonymSettings settings, Collection<String> paths) {
    this.key = new PseudonymKey(settings.key());
    this.paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
  }

  /** Whether a text has the form of a pseudonym. */
  public static boolean isPseudonym(String text) {
    return PseudonymKey.isPseudonym(text);
  }

  /**
   * What stands for a name: the same for the same name, wherever it is.
   *
   * @param name as {@code actor} would have it; a long one may be {@link Shortened} or not
   */
  public String of(String name) {
    return key.pseudonym(Shortened.text(name));
  }

  /** What {@code actor} has for a name, or for a pseudonym, which is taken as it is. */
  public String meant(String nameOrPseudonym) {
    return isPseudonym(nameOrPseudonym) ? nameOrPseudonym : of(nameOrPseudonym);
  }

  /** An id for a text that holds names, such as a record: 32 hexadecimal digits. */
  public String idOf(String text) {
    return key.id(text);
  }

  /** The paths whose values become pseudonyms. */
  public SortedSet<String> paths() {
    return paths;
  }

  /**
   * The same paths in the records of one transport.
   *
   * @param rename new names of paths
   */
  public HiddenPaths in(Map<String, String> rename) {
    return HiddenPaths.of(this, rename);
  }

  String keyId() {
    return key.keyId();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Pseudonyms" + paths;
  }
}
