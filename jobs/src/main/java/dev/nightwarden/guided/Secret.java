package dev.nightwarden.guided;

/** What a config never holds: it names the environment variable, which is called as these are. */
enum Secret {
  POSTGRES_PASSWORD("the database's password", "set-later"),
  SLACK_BOT_TOKEN("the bot token (xoxb-...) of an app with the scope chat:write", "set-later"),
  SMTP_PASSWORD("the password at the mail server", "set-later"),
  WEBHOOK_URL("where to post, https://...", "https://set-later.invalid/"),
  WEBHOOK_SECRET("the key of the signature, at least 16 characters", "set-later-set-later"),
  SEARCH_PASSWORD("the password at OpenSearch", "set-later");

  private final String meaning;
  private final String standIn;

  Secret(String meaning, String standIn) {
    this.meaning = meaning;
    this.standIn = standIn;
  }

  /** What it is, in a few words. */
  String meaning() {
    return meaning;
  }

  /** Stands for it while a config is checked and the variable is not set yet. */
  String standIn() {
    return standIn;
  }
}
