package dev.nightwarden.organisation;

import java.time.LocalDate;
import java.util.List;

/**
 * A person of the organisation, and what is usual for them.
 *
 * @param name as the log has it
 * @param department of {@link Department}
 * @param manager the name of another; null for the head of a department
 * @param kind {@code employee} or {@code contractor}
 * @param office where they belong
 * @param home where they live
 * @param joined the first day; 1970-01-01: they were there before the log begins
 * @param left the last day
 * @param rate messages of a working day, in the mean
 * @param begins hours after midnight, local time, at which a working day begins
 * @param hours how long it lasts
 * @param shifts whether they work in shifts that change each week
 * @param remote the share of days at home
 * @param vpn the share of sessions outside an office that go through the VPN
 * @param weekend the part of a working day's work that is done on a day at the weekend
 * @param phone the share of sessions on the phone
 * @param household what tells their home's addresses from others'
 * @param isSix whether the line at home has IPv6
 * @param homeLine the network at home
 * @param carrier the network of the phone
 * @param factor their second factor
 * @param computers one after the other
 * @param phones one after the other
 * @param lag days after which they take a new version of a browser
 * @param rank a number from 0 that no other has
 */
record Member(
    String name,
    String department,
    String manager,
    String kind,
    Office office,
    City home,
    LocalDate joined,
    LocalDate left,
    double rate,
    double begins,
    double hours,
    boolean shifts,
    double remote,
    double vpn,
    double weekend,
    double phone,
    long household,
    boolean isSix,
    AccessNetwork homeLine,
    AccessNetwork carrier,
    String factor,
    List<Machine> computers,
    List<Machine> phones,
    int lag,
    int rank) {

  /** Whether they belong to the organisation on a day. */
  boolean isThere(LocalDate date) {
    return !date.isBefore(joined) && !date.isAfter(left);
  }
}
