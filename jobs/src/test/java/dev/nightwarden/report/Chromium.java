package dev.nightwarden.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A headless Chromium with one tab, spoken to by the DevTools protocol over a socket that Java has:
 * a driver library would bring more jars than Spark's class path bears.
 */
final class Chromium implements AutoCloseable {
  /** Names the browser where it is not in one of the usual places. */
  static final String VARIABLE = "NIGHTWARDEN_CHROMIUM";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 30;

  private final Path downloads;
  private final Process process;
  private final WebSocket socket;
  private final String session;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  /** Where a Chromium is installed; empty where none is. */
  static Optional<Path> installed() {
    return Stream.of(
            System.getenv(VARIABLE),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        .filter(path -> path != null && Files.isExecutable(Path.of(path)))
        .map(Path::of)
        .findFirst();
  }

  /** Starts a browser that keeps what it needs, and what it downloads, in a folder. */
  Chromium(Path browser, Path folder) throws IOException {
    Path profile = Files.createDirectories(folder.resolve("profile"));
    downloads = Files.createDirectories(folder.resolve("downloads"));
    process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    await("the browser to start", () -> Files.exists(port) && read(port).lines().count() > 1);
    List<String> lines = read(port).lines().toList();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
            .join();
    String target =
        callIn(null, "Target.createTarget", "url", "about:blank").get("targetId").asText();
    session =
        callIn(null, "Target.attachToTarget", "targetId", target, "flatten", true)
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable");
    }
    callIn(
        null,
        "Browser.setDownloadBehavior",
        "behavior",
        "allow",
        "downloadPath",
        downloads.toString());
  }

  /** Opens a page as a window of this size would show it. */
  void open(Path page, int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        width < 600);
    events.clear();
    call("Page.navigate", "url", page.toUri().toString());
    await("the page to load", () -> count("Page.loadEventFired") > 0);
  }

  /** Whether pages may run scripts. */
  void allowScripts(boolean isAllowed) {
    call("Emulation.setScriptExecutionDisabled", "value", !isAllowed);
  }

  /** What an expression gives in the page, as JSON. */
  JsonNode eval(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** The text of the first element that a selector finds, once there is one. */
  String text(String selector) {
    awaitElement(selector);
    return eval("document.querySelector(" + quoted(selector) + ").textContent").asText();
  }

  /** Waits until an expression is true. */
  void awaitTrue(String expression) {
    await(expression, () -> eval("Boolean(" + expression + ")").asBoolean());
  }

  /** Clicks in the middle of the first element that a selector finds. */
  void click(String selector) {
    double[] at = middle(selector);
    mouse("mousePressed", at, 1);
    mouse("mouseReleased", at, 1);
  }

  /** Moves the mouse over it. */
  void hover(String selector) {
    mouse("mouseMoved", middle(selector), 0);
  }

  /** Types a text where the focus is. */
  void type(String text) {
    call("Input.insertText", "text", text);
  }

  /** Presses a key such as {@code Tab} or {@code ArrowRight}. */
  void press(String key, int code) {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          "type",
          type,
          "key",
          key,
          "code",
          key,
          "windowsVirtualKeyCode",
          code);
    }
  }

  /** The text of a file that a click downloads. */
  String download(String selector) throws IOException {
    try (Stream<Path> old = Files.list(downloads)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    click(selector);
    List<Path> found = new ArrayList<>();
    await(
        "a download",
        () -> {
          try (Stream<Path> files = Files.list(downloads)) {
            found.clear();
            files.filter(file -> file.toString().endsWith(".csv")).forEach(found::add);
            return found.size() == 1 && Files.size(found.get(0)) > 0;
          } catch (IOException e) {
            return false;
          }
        });
    return Files.readString(found.get(0));
  }

  /** The whole page as a picture. */
  void picture(Path file) throws IOException {
    JsonNode size = call("Page.getLayoutMetrics").get("cssContentSize");
    picture(file, 0, size.get("width").asDouble(), size.get("height").asDouble());
  }

  /** So much of the page as a picture, from where the first element is that a selector finds. */
  void picture(Path file, String selector, int height) throws IOException {
    awaitElement(selector);
    eval("scrollTo({top: 0, behavior: 'instant'})");
    JsonNode size = call("Page.getLayoutMetrics").get("cssContentSize");
    double top =
        eval("document.querySelector(%s).getBoundingClientRect().top + scrollY"
                .formatted(quoted(selector)))
            .asDouble();
    picture(file, top, size.get("width").asDouble(), height);
  }

  private void picture(Path file, double top, double width, double height) throws IOException {
    ObjectNode clip = JSON.createObjectNode();
    clip.put("x", 0).put("y", top).put("scale", 1).put("width", width).put("height", height);
    JsonNode taken = call("Page.captureScreenshot", "captureBeyondViewport", true, "clip", clip);
    Files.write(file, Base64.getDecoder().decode(taken.get("data").asText()));
  }

  /** What went wrong since the page was opened: console errors, exceptions, dialogs. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    for (JsonNode event : events) {
      String level = event.at("/params/entry/level").asText();
      String type = event.at("/params/type").asText();
      boolean isError =
          switch (event.get("method").asText()) {
            case "Runtime.exceptionThrown", "Page.javascriptDialogOpening" -> true;
            case "Log.entryAdded" -> level.equals("error") || level.equals("warning");
            case "Runtime.consoleAPICalled" -> type.equals("error") || type.equals("warning");
            default -> false;
          };
      if (isError) {
        errors.add(event.toString());
      }
    }
    return errors;
  }

  /** The addresses that were asked for since the page was opened, downloads aside. */
  List<String> requests() {
    return events.stream()
        .filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.at("/params/request/url").asText())
        .filter(url -> !url.startsWith("blob:"))
        .toList();
  }

  @Override
  public void close() {
    try {
      callIn(null, "Browser.close");
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private long count(String method) {
    return events.stream().filter(e -> e.get("method").asText().equals(method)).count();
  }

  private void awaitElement(String selector) {
    awaitTrue("document.querySelector(" + quoted(selector) + ")");
  }

  private double[] middle(String selector) {
    awaitElement(selector);
    JsonNode at =
        eval(
            """
            (() => {
              const element = document.querySelector(%s);
              element.scrollIntoView({block: "center", behavior: "instant"});
              const box = element.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            })()
            """
                .formatted(quoted(selector)));
    return new double[] {at.get(0).asDouble(), at.get(1).asDouble()};
  }

  private void mouse(String type, double[] at, int clicks) {
    call(
        "Input.dispatchMouseEvent",
        "type",
        type,
        "x",
        at[0],
        "y",
        at[1],
        "button",
        clicks > 0 ? "left" : "none",
        "clickCount",
        clicks);
  }

  private JsonNode call(String method, Object... params) {
    return callIn(session, method, params);
  }

  /** With null for a session it is the browser that is called, not the tab. */
  private JsonNode callIn(String inSession, String method, Object... params) {
    int id = ids.incrementAndGet();
    ObjectNode message = JSON.createObjectNode();
    message.put("id", id).put("method", method);
    if (inSession != null) {
      message.put("sessionId", inSession);
    }
    ObjectNode values = message.putObject("params");
    for (int i = 0; i < params.length; i += 2) {
      values.set((String) params[i], JSON.valueToTree(params[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode got = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    if (got.has("error")) {
      throw new AssertionError(method + ": " + got.get("error"));
    }
    return got.get("result");
  }

  private static void await(String what, BooleanSupplier isThere) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!isThere.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static String quoted(String text) {
    return JSON.valueToTree(text).toString();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        try {
          take(JSON.readTree(whole));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
      from.request(1);
      return null;
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asInt());
        if (answer != null) {
          answer.complete(message);
        }
        return;
      }
      events.add(message);
      if (message.get("method").asText().equals("Page.javascriptDialogOpening")) {
        ObjectNode accept = JSON.createObjectNode();
        accept.put("id", ids.incrementAndGet()).put("method", "Page.handleJavaScriptDialog");
        accept.put("sessionId", message.get("sessionId").asText());
        accept.putObject("params").put("accept", true);
        var unused = socket.sendText(accept.toString(), true);
      }
    }
  }
}
