package dev.nightwarden.cli;

import dev.nightwarden.value.Printable;
import dev.nightwarden.verdict.Opinion;
import dev.nightwarden.verdict.Scope;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The words of a verdict, as the tables have them. */
final class VerdictWords {
  private static final int SHOWN = 60;

  private VerdictWords() {}

  static final class Opinions implements ITypeConverter<Opinion> {
    @Override
    public Opinion convert(String word) {
      return opinion(word);
    }
  }

  static final class Scopes implements ITypeConverter<Scope> {
    @Override
    public Scope convert(String word) {
      return scope(word);
    }
  }

  static Opinion opinion(String word) {
    return one("verdict", word, List.of(Opinion.values()), Opinion::key);
  }

  static Scope scope(String word) {
    return one("scope", word, List.of(Scope.values()), Scope::key);
  }

  private static <T> T one(String what, String word, List<T> all, Function<T, String> key) {
    String sought = word.strip().toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(one -> key.apply(one).equals(sought))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"%s\" is no %s; allowed: %s"
                        .formatted(
                            Printable.printable(word, SHOWN),
                            what,
                            all.stream().map(key).collect(Collectors.joining(", ")))));
  }
}
