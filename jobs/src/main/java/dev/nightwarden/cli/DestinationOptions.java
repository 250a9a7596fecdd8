package dev.nightwarden.cli;

import dev.nightwarden.guided.WishedDestinations;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the findings of a config that is written are to go. */
final class DestinationOptions {
  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Findings go to this csv file. Without this and the next: a csv file and pages under"
              + " out/.")
  String csv;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Report pages go to this folder.")
  String report;

  @Option(
      names = "--postgres",
      paramLabel = "USER@HOST/NAME",
      description = "Findings go to this PostgreSQL database; the password is $POSTGRES_PASSWORD.")
  String postgres;

  @Option(
      names = "--slack",
      paramLabel = "CHANNEL",
      description = "Findings are posted to this channel; the token is $SLACK_BOT_TOKEN.")
  String slack;

  @Option(
      names = "--mail",
      paramLabel = "ADDRESS",
      split = ",",
      description = "Findings are mailed to these addresses.")
  List<String> mailTo;

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      description = "The sender of these mails. Default: nightwarden@ and the first one's domain.")
  String mailFrom;

  @Option(
      names = "--mail-server",
      paramLabel = "[USER@]HOST[:PORT]",
      description =
          "The server that takes them; a user's password is $SMTP_PASSWORD. Default: localhost:25.")
  String mailServer;

  @Option(names = "--webhook", description = "Findings are posted as JSON to $WEBHOOK_URL.")
  boolean isWebhook;

  @Option(
      names = "--opensearch",
      paramLabel = "https://[USER@]HOST[:PORT]",
      description = "Findings go to this OpenSearch; a user's password is $SEARCH_PASSWORD.")
  String openSearch;

  WishedDestinations wished() {
    return new WishedDestinations(
        csv, report, postgres, slack, mailTo, mailFrom, mailServer, isWebhook, openSearch);
  }
}
