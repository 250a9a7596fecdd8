package dev.nightwarden.make;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One account and its habits. The fields below the first five are what may differ. */
final class Person {
  private static final Map<String, List<String>> APPLICATIONS =
      Map.of(
          "engineering",
              List.of("source-control", "ci", "tracker", "cloud-console", "logs", "wiki"),
          "finance", List.of("ledger", "invoices", "expenses", "payroll", "bank-portal", "wiki"),
          "support",
              List.of("tickets", "crm", "phone-system", "knowledge-base", "remote-assist", "wiki"));

  final String user;
  final String department;
  final ZoneId zone;
  final Random random;
  final int number;
  final Map<String, Integer> applications = new LinkedHashMap<>();
  String office;
  String home;
  String mobile;
  Device desk;
  Device phone;
  double inOffice = 0.7;
  double onPhone = 0.12;
  double onWeekends = 0.15;
  double busy = 1.9;
  int starts = 8;
  int hours = 9;
  Set<DayOfWeek> days =
      Set.of(
          DayOfWeek.MONDAY,
          DayOfWeek.TUESDAY,
          DayOfWeek.WEDNESDAY,
          DayOfWeek.THURSDAY,
          DayOfWeek.FRIDAY);
  String mfa;
  LocalDate joins = MakeDemo.FIRST;
  LocalDate leaves = MakeDemo.LAST.plusDays(2);
  LocalDate moves = MakeDemo.LAST.plusDays(2);
  String newHome;
  LocalDate getsDevice = MakeDemo.LAST.plusDays(2);
  Device newDesk;
  int upgrades;
  final List<Trip> trips = new ArrayList<>();

  Person(String user, String department, String zone, int number, long seed) {
    this.user = user;
    this.department = department;
    this.zone = ZoneId.of(zone);
    this.number = number;
    this.random = new Random(seed * 1_000_003L + number * 7919L);
    this.upgrades = 4 + random.nextInt(20);
    String[] methods = {"push", "push", "push", "totp", "security-key"};
    this.mfa = methods[random.nextInt(methods.length)];
    int[] weights = {30, 22, 16, 12, 8};
    List<String> own = new ArrayList<>(APPLICATIONS.get(department));
    Collections.shuffle(own, random);
    int count = 3 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      applications.put(own.get(i), weights[i]);
    }
    applications.put("mail", 20);
    applications.put("chat", 18);
    applications.put("calendar", 10);
  }

  Device desk(LocalDate date) {
    return date.isBefore(getsDevice) ? desk : newDesk;
  }

  String home(LocalDate date) {
    return date.isBefore(moves) ? home : newHome;
  }
}
