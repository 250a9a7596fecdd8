package dev.nightwarden.plugin;

/** A setting that cannot be; names its key so that the place in the config can be shown. */
public final class IllegalKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param key the key as the config writes it; with dots for a key further inside
   * @param problem what is wrong, continuing a sentence that starts with the key
   */
  public IllegalKeyException(String key, String problem) {
    super(key + " " + problem);
    this.key = key;
  }

  /** The key at fault, relative to the section that was being read. */
  public String key() {
    return key;
  }

  /** What is wrong, without the key. */
  public String problem() {
    return getMessage().substring(key.length() + 1);
  }
}
