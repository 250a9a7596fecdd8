package dev.nightwarden.make;

/** What a login says of the device; the version goes into the user agent only. */
enum Device {
  WINDOWS_EDGE(
      "Windows 11",
      "Edge",
      "Windows NT 10.0; Win64; x64",
      "Chrome/%1$d.0.0.0 Safari/537.36 Edg/%1$d.0.0.0"),
  WINDOWS_CHROME(
      "Windows 11", "Chrome", "Windows NT 10.0; Win64; x64", "Chrome/%d.0.0.0 Safari/537.36"),
  WINDOWS_FIREFOX(
      "Windows 11", "Firefox", "Windows NT 10.0; Win64; x64; rv:%1$d.0", "Firefox/%1$d.0"),
  WINDOWS10_CHROME(
      "Windows 10", "Chrome", "Windows NT 10.0; Win64; x64", "Chrome/%d.0.0.0 Safari/537.36"),
  WINDOWS10_OPERA(
      "Windows 10",
      "Opera",
      "Windows NT 10.0; Win64; x64",
      "Chrome/%d.0.0.0 Safari/537.36 OPR/117.0"),
  MAC_SAFARI(
      "macOS", "Safari", "Macintosh; Intel Mac OS X 10_15_7", "Version/18.3 Safari/605.1.15"),
  MAC_CHROME(
      "macOS", "Chrome", "Macintosh; Intel Mac OS X 10_15_7", "Chrome/%d.0.0.0 Safari/537.36"),
  LINUX_FIREFOX("Linux", "Firefox", "X11; Linux x86_64; rv:%1$d.0", "Firefox/%1$d.0"),
  LINUX_CHROME("Linux", "Chrome", "X11; Linux x86_64", "Chrome/%d.0.0.0 Safari/537.36"),
  IPHONE(
      "iOS",
      "Safari",
      "iPhone; CPU iPhone OS 18_3 like Mac OS X",
      "Version/18.3 Mobile/15E148 Safari/604.1"),
  IPAD(
      "iPadOS",
      "Safari",
      "iPad; CPU OS 18_3 like Mac OS X",
      "Version/18.3 Mobile/15E148 Safari/604.1"),
  ANDROID("Android", "Chrome", "Linux; Android 10; K", "Chrome/%d.0.0.0 Mobile Safari/537.36"),
  SCRIPT("Linux", "none", null, "python-requests/2.32.3");

  final String os;
  final String browser;
  private final String platform;
  private final String product;

  Device(String os, String browser, String platform, String product) {
    this.os = os;
    this.browser = browser;
    this.platform = platform;
    this.product = product;
  }

  /**
   * @param upgraded whether this person's browser already had its update of the month
   */
  String userAgent(boolean upgraded) {
    if (platform == null) {
      return product;
    }
    int version = (browser.equals("Firefox") ? 135 : 133) + (upgraded ? 1 : 0);
    String engine =
        switch (browser) {
          case "Firefox" -> " Gecko/20100101 ";
          case "Safari" -> " AppleWebKit/605.1.15 (KHTML, like Gecko) ";
          default -> " AppleWebKit/537.36 (KHTML, like Gecko) ";
        };
    return ("Mozilla/5.0 (" + platform + ")" + engine + product).formatted(version);
  }
}
