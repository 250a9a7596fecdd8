package dev.nightwarden.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as the application jar's manifest has it. */
final class Version implements IVersionProvider {
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"nightwarden " + current()};
  }
}
