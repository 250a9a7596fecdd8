package dev.nightwarden.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.reflect.Guard;
import com.github.mustachejava.reflect.MissingWrapper;
import com.github.mustachejava.reflect.ReflectionObjectHandler;
import dev.nightwarden.value.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * The templates of pages, next to this class or by their whole path in the jar. Whatever a template
 * names in two braces passes {@link #escape}, in a text as in an attribute's quotes; three braces
 * are for parts of our own.
 */
public final class Templates {
  private Templates() {}

  /** Fills a template; the writer stays open. */
  public static void write(String template, Object view, Writer out) {
    Mustache mustache = new Factory().compile(template);
    mustache.execute(out, view);
  }

  /** A file beside this class, or by its whole path in the jar. */
  public static String resource(String name) {
    try (InputStream in = Templates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the application jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the application jar cannot be read", e);
    }
  }

  /** Writes a text so that what would be markup, or is not seen, is shown as text. */
  static void escape(String text, Writer out) throws IOException {
    String shown = Printable.printable(text, Integer.MAX_VALUE);
    for (int i = 0; i < shown.length(); i++) {
      char character = shown.charAt(i);
      switch (character) {
        case '<' -> out.write("&lt;");
        case '>' -> out.write("&gt;");
        case '&' -> out.write("&amp;");
        case '"' -> out.write("&quot;");
        case '\'' -> out.write("&#39;");
        default -> out.write(character);
      }
    }
  }

  private static final class Factory extends DefaultMustacheFactory {
    Factory() {
      super((String name) -> reader(name));
      setObjectHandler(new Known());
    }

    private static Reader reader(String name) {
      return new StringReader(resource(name));
    }

    @Override
    public void encode(String value, Writer writer) {
      try {
        escape(value, writer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A name that the view does not have is a mistake, and not an empty text. */
  private static final class Known extends ReflectionObjectHandler {
    @Override
    protected MissingWrapper createMissingWrapper(String name, List<Guard> guards) {
      throw new MustacheException("the view of the page has no " + name);
    }
  }
}
