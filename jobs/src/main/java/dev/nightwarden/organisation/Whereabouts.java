package dev.nightwarden.organisation;

import dev.nightwarden.organisation.Attendance.Duty;
import dev.nightwarden.organisation.Attendance.Journey;
import dev.nightwarden.organisation.LogEntry.Origin;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** From which network, and with which machine, a person's sessions of a day come. */
final class Whereabouts {
  private final long seed;
  private final Organisation organisation;
  private final Member member;
  private final LocalDate date;
  private final Optional<Journey> journey;
  private final boolean isInOffice;

  Whereabouts(long seed, Organisation organisation, Member member, LocalDate date, Duty duty) {
    this.seed = seed;
    this.organisation = organisation;
    this.member = member;
    this.date = date;
    this.journey = duty.journey();
    this.isInOffice =
        journey.isEmpty()
            && member.office().isOpen(date)
            && !Draws.of(seed, "remote", member.rank(), date).chance(member.remote())
            && (member.shifts() || !Attendance.isWeekend(date));
  }

  /** By which clock they live that day. */
  ZoneId zone() {
    return journey.map(Journey::city).orElse(member.office().city()).zone();
  }

  /**
   * The origin of a session.
   *
   * @param isAtDesk whether it is within working hours
   */
  Origin session(Draws draws, boolean isAtDesk) {
    String session = Long.toHexString(draws.bits() | 1L << 63);
    boolean isPhone =
        draws.chance(isLeave() ? .8 : isAtDesk ? member.phone() : Math.min(.6, 3 * member.phone()));
    Machine machine = Machine.of(isPhone ? member.phones() : member.computers(), date);
    int version = machine.version(date, member.lag());
    AccessNetwork network;
    String address;
    if (isPhone && draws.chance(.6)) {
      network = member.carrier();
      address = AccessNetwork.mobile(network, draws);
    } else if (isInOffice && isAtDesk) {
      network = member.office().network();
      address = member.office().address();
    } else if (!isPhone && draws.chance(member.vpn())) {
      network = organisation.vpn(date);
      address = organisation.vpnAddress(date);
    } else if (journey.isPresent() && !journey.get().city().equals(member.home())) {
      Optional<Office> visited = visited();
      if (visited.isPresent() && isAtDesk && draws.chance(.7)) {
        network = visited.get().network();
        address = visited.get().address();
      } else {
        network = guests(journey.get());
        address =
            AccessNetwork.shared(Draws.of(seed, network.owner(), journey.get().city().name()));
      }
    } else {
      network = member.homeLine();
      address = household(draws);
    }
    return new Origin(
        network,
        address,
        machine.system(),
        machine.browser(),
        version,
        machine.userAgent(version),
        session);
  }

  private boolean isLeave() {
    return journey.filter(trip -> trip.purpose().equals("leave")).isPresent();
  }

  private Optional<Office> visited() {
    return journey
        .filter(trip -> trip.purpose().equals("business"))
        .flatMap(
            trip ->
                organisation.offices().stream()
                    .filter(office -> office.isOpen(date) && office.city().equals(trip.city()))
                    .findFirst());
  }

  /** One of a few hotels and cafés of the city, the same for the whole journey. */
  private AccessNetwork guests(Journey trip) {
    int which = Draws.of(seed, "guests", member.rank(), trip.from()).below(6);
    return AccessNetwork.of(
        "%s Guest Networks %d".formatted(trip.city().country(), 1 + which), trip.city());
  }

  /** The line at home gets another address after some weeks. */
  private String household(Draws draws) {
    if (member.isSix() && draws.chance(.7)) {
      return AccessNetwork.private6(
          member.household(), Draws.of(seed, "privacy", member.rank(), date));
    }
    long weeks = 2L + Math.floorMod(member.household(), 9);
    long lease =
        Math.floorDiv(date.toEpochDay() + Math.floorMod(member.household(), 97), 7 * weeks);
    return AccessNetwork.household(Draws.of(seed, "household", member.rank(), lease));
  }
}
