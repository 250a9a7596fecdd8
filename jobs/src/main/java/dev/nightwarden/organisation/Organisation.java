package dev.nightwarden.organisation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** An organisation that does not exist: its offices, its people, its services. */
final class Organisation {
  /** Messages of a person's working day, in the mean of all. */
  private static final double MEAN_RATE = 4.6;

  /** How unequal people are: the exponent of the power law of their rates, by rank. */
  private static final double SKEW = .6;

  private static final int PEOPLE_AN_OFFICE = 70;
  private static final int MOST_OFFICES = 12;
  private static final int TEAM = 9;

  /** How long somebody stays, in the mean: five years. */
  private static final int STAY_DAYS = 1_800;

  private final OrganisationSettings settings;
  private final List<City> cities = City.all();
  private final List<Tool> tools = Tool.all();
  private final List<Office> offices = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();
  private final Map<String, List<Member>> onCall = new HashMap<>();
  private final Attendance attendance;

  Organisation(OrganisationSettings settings) {
    this.settings = settings;
    this.attendance = new Attendance(settings.seed(), this);
    settle();
    hire();
    for (int i = 0; i < settings.services(); i++) {
      services.add(Service.of(settings, i, offices.get(0)));
    }
    for (Department department : Department.ALL) {
      onCall.put(
          department.name(),
          department.isOnCall()
              ? members.stream()
                  .filter(member -> member.department().equals(department.name()))
                  .filter(member -> member.rank() < settings.people())
                  .limit(8)
                  .toList()
              : List.of());
    }
  }

  OrganisationSettings settings() {
    return settings;
  }

  List<City> cities() {
    return cities;
  }

  List<Tool> tools() {
    return tools;
  }

  List<Office> offices() {
    return Collections.unmodifiableList(offices);
  }

  List<Member> members() {
    return Collections.unmodifiableList(members);
  }

  List<Service> services() {
    return Collections.unmodifiableList(services);
  }

  Attendance attendance() {
    return attendance;
  }

  /** Those who take turns at being called, a week each. */
  List<Member> onCall(String department) {
    return onCall.get(department);
  }

  Department department(String name) {
    return Department.ALL.stream().filter(each -> each.name().equals(name)).findFirst().get();
  }

  /** The exit of the VPN, which moves to another provider once. */
  AccessNetwork vpn(LocalDate date) {
    return AccessNetwork.of(
        date.isBefore(vpnMoves()) ? "Gatehouse VPN" : "Northpass Access", exit());
  }

  String vpnAddress(LocalDate date) {
    return AccessNetwork.shared(Draws.of(settings.seed(), "vpn", date.isBefore(vpnMoves())));
  }

  LocalDate vpnMoves() {
    return settings.from().plusDays(20L + Draws.of(settings.seed(), "vpn moves").below(60));
  }

  private City exit() {
    return offices.get(0).city();
  }

  /** The last of several offices opens only some weeks after the first day. */
  private void settle() {
    int count =
        Math.max(
            1, Math.min(MOST_OFFICES, Math.round(settings.people() / (float) PEOPLE_AN_OFFICE)));
    List<City> left = new ArrayList<>(cities);
    for (int i = 0; i < count; i++) {
      Draws draws = Draws.of(settings.seed(), "office", i);
      City city = draws.weighted(left, City::office);
      left.remove(city);
      boolean isNew = count > 2 && i == count - 1;
      offices.add(
          new Office(
              city,
              AccessNetwork.of(city.country() + " Business Lines", city),
              AccessNetwork.shared(draws),
              isNew ? settings.from().plusDays(14L + draws.below(40)) : LocalDate.EPOCH));
    }
  }

  /**
   * Somebody at a place of work.
   *
   * @param turn how many were there before
   */
  private record Hire(
      int seat, int turn, Department department, double rate, LocalDate joined, LocalDate left) {}

  /** At each place of work is somebody, and some weeks after that one left somebody else. */
  private void hire() {
    List<Integer> ranks = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < settings.people(); i++) {
      ranks.add(i);
      sum += Math.pow(i + 1.0, -SKEW);
    }
    Collections.shuffle(ranks, new Random(settings.seed()));
    List<Hire> hires = new ArrayList<>();
    for (int seat = 0; seat < settings.people(); seat++) {
      Draws draws = Draws.of(settings.seed(), "seat", seat);
      Department department = draws.weighted(Department.ALL, Department::share);
      double rate = MEAN_RATE * settings.people() * Math.pow(ranks.get(seat) + 1.0, -SKEW) / sum;
      LocalDate joined = LocalDate.EPOCH;
      LocalDate there = settings.from();
      for (int turn = 0; !joined.isAfter(settings.last()); turn++) {
        LocalDate left = there.plusDays((long) draws.exponential(STAY_DAYS));
        hires.add(new Hire(seat, turn, department, rate, joined, left));
        joined = left.plusDays(5L + draws.below(40));
        there = joined;
      }
    }
    // In the order of time: who comes later changes nobody's name.
    hires.sort(Comparator.comparing(Hire::joined).thenComparing(Hire::seat));
    Names names = new Names(settings.seed());
    Map<String, List<String>> teams = new HashMap<>();
    for (Hire hire : hires) {
      String name = names.of(hire.seat(), hire.turn());
      List<String> colleagues =
          teams.computeIfAbsent(hire.department().name(), none -> new ArrayList<>());
      int count = colleagues.size();
      // The first of each team leads it, and the first of all leads those.
      String manager =
          count == 0 ? null : colleagues.get(count % TEAM == 0 ? 0 : count - count % TEAM);
      colleagues.add(name);
      members.add(member(hire, name, manager));
    }
  }

  private Member member(Hire hire, String name, String manager) {
    int rank = hire.seat() + hire.turn() * settings.people();
    Department department = hire.department();
    Draws draws = Draws.of(settings.seed(), "member", rank);
    // Half of all belong to the first office, half of the rest to the second, and so on.
    int at = 0;
    while (at < offices.size() - 1 && draws.chance(.5)) {
      at++;
    }
    Office office = offices.get(at);
    City city = office.city();
    City home =
        !city.towns().isEmpty() && draws.chance(.35) ? town(city, draws.of(city.towns())) : city;
    boolean isContractor = draws.chance(.08);
    boolean shifts = draws.chance(department.shifts());
    LocalDate last = settings.last().plusDays(2);
    return new Member(
        name,
        department.name(),
        manager,
        isContractor ? "contractor" : "employee",
        office,
        home,
        hire.joined(),
        hire.left(),
        hire.rate(),
        draws.normal(8.8, .8),
        draws.normal(shifts ? 8 : 8.6, .5),
        shifts,
        draws.chance(.15) ? .95 : Math.pow(draws.between(0, 1), 1.5),
        draws.chance(.5) ? 0 : draws.between(.1, .9),
        draws.chance(.2) ? draws.between(.1, .4) : .02,
        draws.chance(.25) ? 0 : draws.between(.02, .35),
        draws.bits(),
        draws.chance(.3),
        AccessNetwork.of(
            city.country() + draws.of(List.of(" Telecom", " Cable", " Fibre", " Broadband")), home),
        AccessNetwork.of(city.country() + draws.of(List.of(" Mobile", " Cellular")), city),
        draws.weighted(
            List.of("push", "totp", "webauthn", "sms"),
            f -> f.equals("push") ? 6 : f.equals("totp") ? 3 : 1),
        Machine.computers(
            Draws.of(settings.seed(), "computers", rank), department.name(), settings.from(), last),
        Machine.phones(Draws.of(settings.seed(), "phones", rank), settings.from(), last),
        draws.below(6),
        rank);
  }

  private City town(City city, String name) {
    return city.town(name, Draws.of(settings.seed(), "town", name));
  }

  /** Names that no two have, of any number of people. */
  private static final class Names {
    private final List<String> given = Lists.lines("given-names.txt");
    private final List<String> family = Lists.lines("family-names.txt");
    private final Set<String> taken = new HashSet<>();
    private final long seed;

    Names(long seed) {
      this.seed = seed;
    }

    String of(int seat, int turn) {
      Draws draws = Draws.of(seed, "name", seat, turn);
      String name = draws.of(given) + "." + draws.of(family);
      String unique = name;
      for (int i = 2; !taken.add(unique); i++) {
        unique = name + i;
      }
      return unique;
    }
  }
}
