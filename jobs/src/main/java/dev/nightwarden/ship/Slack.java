package dev.nightwarden.ship;

import dev.nightwarden.http.Waiting;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.regex.Pattern;

/**
 * Posts to a channel of Slack: one message for each actor and date with new malicious events, the
 * strongest first, each with its reasons, a link where there is one, and the command that explains
 * it. What is too much for a message goes into its thread; what is more than a run may post goes
 * into one message at the end.
 *
 * <p>After a status of 5xx a message is posted again, as Slack says that it failed. After no answer
 * at all it is posted again by the next run; it may then be there twice.
 */
@TypeName(
    value = "slack",
    doc = "Posts malicious events to a Slack channel, one message per actor and date.")
public record Slack(
    @Key(
            doc = "The bot token (xoxb-...) of an app with the scope chat:write, best as ${NAME}.",
            required = true,
            secret = true)
        String token,
    @Key(
            doc = "The channel's ID, such as C0123ABCDEF (in its details), or its #name.",
            required = true)
        String channel,
    @Key(
            doc = "After so many messages in a run, the rest goes into one more.",
            fallback = "20",
            min = 1,
            max = 1000)
        int maxMessages,
    @Key(doc = Link.DOC) String link,
    @Key(
            doc = "The address of the API, where it is not that of slack.com.",
            fallback = "https://slack.com/api")
        String url)
    implements Notifier, Checked {
  private static final Pattern CHANNEL = Pattern.compile("[^\\s\\p{Cntrl}]{1,100}");

  @Override
  public void check() {
    if (!CHANNEL.matcher(channel).matches()) {
      throw new IllegalKeyException("channel", "is not an ID or a #name");
    }
    if (token.isBlank() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalKeyException("token", "is not a token, such as xoxb-...");
    }
    WebAddress.of("url", url);
    new Link(link).check();
  }

  @Override
  public Notifier opened() {
    return new SlackSender(this, Waiting.REAL, SlackSender.LIMITS);
  }

  @Override
  public void send(Event event) throws Exception {
    opened().send(event);
  }

  /** Where it posts, without the token. */
  @Override
  public String toString() {
    return "slack channel " + channel;
  }
}
