package dev.nightwarden.make;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is planted into the month for the detectors to find. */
final class Incidents {
  private final List<Incident> all = new ArrayList<>();
  private final Staff staff;
  private final Logins month;

  Incidents(Staff staff, Logins month) {
    this.staff = staff;
    this.month = month;
  }

  List<Incident> all() {
    return all;
  }

  void plant() {
    plant(
        new Incident(
            "INC-1",
            "stolen session",
            "amelia.hart",
            "counts",
            "Works in London on Windows. In the evening her account appears in Lima on a Linux"
                + " machine, confirms with a text message, which she never used, and opens the bank"
                + " gateway and the payroll administration."),
        "lima",
        Device.LINUX_FIREFOX,
        "2025-03-13T20:41:04.310",
        after("0 mail, 13 travel-desk, 31 bank-gateway, 47 payroll-admin, 398 payroll-admin"),
        "sms");
    plant(
        new Incident(
            "INC-2",
            "burst in the night",
            "keisha.brown",
            "counts",
            "A support agent of the day shift. At 3 in the morning, local time, an address that no"
                + " map knows opens one application after another, ten in two minutes, none of"
                + " which she ever used."),
        null,
        Device.WINDOWS10_OPERA,
        "2025-03-18T06:12:03.118",
        inTurn(
            11,
            "crm, customer-export, hr-portal, ledger, payroll, source-control, secrets-vault, "
                + MakeDemo.SCRIPT
                + ", cloud-console, admin-console"),
        null);
    plant(
        new Incident(
            "INC-3",
            "woken account",
            "marek.dvorak",
            "counts",
            "A contractor who left on 7 March; the account was never closed. After 16 silent days"
                + " it is used from Auckland on a Mac, for source control as always and for secrets"
                + " as never before."),
        "auckland",
        Device.MAC_CHROME,
        "2025-03-24T02:37:06.902",
        after("0 source-control, 22 secrets-vault, 45 cloud-billing, 171 source-control"),
        null);
    plant(
        new Incident(
            "INC-4",
            "department crossing",
            "rupert.finch",
            "counts",
            "His own desk, his own computer, office hours: but someone in finance opens five"
                + " engineering applications within a minute, none of which he ever used."),
        "office-london",
        staff.person("rupert.finch").desk,
        "2025-03-20T17:22:05.477",
        inTurn(11, "source-control, ci, secrets-vault, cloud-console, logs"),
        null);
    plant(
        new Incident(
            "INC-5",
            "service account at a keyboard",
            "@nightly-backup",
            "counts",
            "The account of the backup script, which runs at 1 o'clock from the data centre, signs"
                + " in at 14:00 with a browser on Windows from the London office, to the admin"
                + " console."),
        "office-london",
        Device.WINDOWS_CHROME,
        "2025-03-26T13:58:07.250",
        after("0 admin-console, 240 hr-portal"),
        "push");
    plant(
        new Incident(
            "INC-6",
            "replayed cookie",
            "nora.macleod",
            "counts",
            "While she works in Halifax, the same browser, down to the version, shows up in"
                + " Reykjav\u00EDk and exports the customers: a copied cookie. The device is usual,"
                + " place and applications are not."),
        "reykjavik",
        staff.person("nora.macleod").desk,
        "2025-03-21T15:04:09.640",
        after("0 customer-export, 19 customer-export, 38 admin-console, 95 customer-export"),
        null);
    plant(
        new Incident(
            "INC-7",
            "usual place, usual device, never together",
            "freja.lindqvist",
            "forest",
            "Half the week a desktop in Link\u00F6ping, the other half a tablet in London. On this"
                + " Thursday her desktop signs in from London. Each value alone is usual; counts"
                + " see nothing."),
        "office-london",
        Device.WINDOWS_EDGE,
        "2025-03-27T10:20:11.005",
        after("0 " + firstApplication("freja.lindqvist") + ", 431 mail"),
        null);
    plant(
        new Incident(
            "INC-8",
            "unusual hour on an unusual network",
            "wyatt.doyle",
            "forest",
            "His city, his kind of computer, his application: but at 3:20 in the morning, local"
                + " time, and through a provider of virtual servers instead of the office or his"
                + " home. Counts of place and device see nothing."),
        "hosting-halifax",
        staff.person("wyatt.doyle").desk,
        "2025-03-25T06:20:42.731",
        after("0 " + firstApplication("wyatt.doyle") + ", 512 mail"),
        null);
  }

  private String firstApplication(String user) {
    return staff.person(user).applications.keySet().iterator().next();
  }

  /** Applications by their second: {@code 0 mail, 13 crm}. */
  private static Map<Integer, String> after(String text) {
    Map<Integer, String> logins = new TreeMap<>();
    for (String login : text.split(", ", -1)) {
      String[] parts = login.split(" ", 2);
      logins.put(Integer.valueOf(parts[0]), parts[1]);
    }
    return logins;
  }

  private static Map<Integer, String> inTurn(int seconds, String applications) {
    Map<Integer, String> logins = new TreeMap<>();
    for (String application : applications.split(", ", -1)) {
      logins.put(logins.size() * seconds, application);
    }
    return logins;
  }

  private void plant(
      Incident incident,
      String network,
      Device device,
      String start,
      Map<Integer, String> logins,
      String mfa) {
    all.add(incident);
    Instant from = LocalDateTime.parse(start).toInstant(ZoneOffset.UTC);
    for (Map.Entry<Integer, String> entry : logins.entrySet()) {
      Login login = new Login();
      login.person = staff.person(incident.user());
      login.time = from.plusSeconds(entry.getKey()).plusMillis(37L * entry.getKey() % 700);
      login.application = entry.getValue();
      login.device = device;
      int date = LocalDate.ofInstant(from, ZoneOffset.UTC).getDayOfMonth();
      login.userAgent = device.userAgent(date >= login.person.upgrades);
      login.incident = incident.id();
      login.mfa = entry.getKey() == 0 ? mfa : null;
      if (network == null) {
        login.ip = "203.0.113.233";
      } else {
        login.from(network);
      }
      month.keep(login);
    }
  }
}
