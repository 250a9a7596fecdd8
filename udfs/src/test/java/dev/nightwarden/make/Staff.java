package dev.nightwarden.make;

import java.time.DayOfWeek;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everybody who has an account at Larkfield. */
final class Staff {
  private final long seed;
  private final Map<String, Person> people = new LinkedHashMap<>();

  Staff(long seed) {
    this.seed = seed;
    hireAll();
    putOnShifts();
    setApart();
  }

  Collection<Person> all() {
    return people.values();
  }

  Person person(String user) {
    Person person = people.get(user);
    if (person == null) {
      throw new IllegalArgumentException("nobody is called " + user);
    }
    return person;
  }

  /** An account of no person. */
  Person service(String user) {
    Person service = new Person(user, "engineering", "UTC", people.size(), seed);
    people.put(user, service);
    return service;
  }

  private void hireAll() {
    for (String user :
        names(
            "zo\u00EB.\u00E5ngstr\u00F6m freja.lindqvist oskar.nyberg "
                + "tuva.sandell elif.kaya marek.dvorak jonas.brandt priya.raman "
                + "\u674E.wei hedda.lund samir.haddad greta.olin viktor.ek "
                + "noor.rahimi linnea.berg")) {
      Person p =
          hire(
              user,
              "engineering",
              "Europe/Stockholm",
              "office-linkoping",
              "home-linkoping",
              "mobile-linkoping");
      p.desk =
          pick(p, Device.LINUX_FIREFOX, Device.LINUX_CHROME, Device.MAC_CHROME, Device.MAC_SAFARI);
      p.starts = 8;
    }
    for (String user :
        names(
            "niamh.o'sullivan amelia.hart rupert.finch chidi.okafor "
                + "imogen.wells tomasz.zielinski harriet.moss dev.patel "
                + "beatriz.costa callum.reid sadia.khan owen.price")) {
      Person p =
          hire(user, "finance", "Europe/London", "office-london", "home-london", "mobile-london");
      p.desk = pick(p, Device.WINDOWS_EDGE, Device.WINDOWS_CHROME, Device.WINDOWS_EDGE);
      p.starts = 9;
    }
    for (String user :
        names(
            "nora.macleod \u00E9tienne.gagnon jaya.menon wyatt.doyle "
                + "keisha.brown luc.boudreau ada.fraser")) {
      hire(user, "support", "America/Halifax", "office-halifax", "home-halifax", "mobile-halifax");
    }
    for (String user : names("mei.tan arif.rahman grace.lim kumar.nair siti.yusof")) {
      hire(
          user,
          "support",
          "Asia/Singapore",
          "office-singapore",
          "home-singapore",
          "mobile-singapore");
    }
    for (String user : names("femi.adeyemi poppy.clarke hugo.marsh")) {
      hire(user, "support", "Europe/London", "office-london", "home-london", "mobile-london");
    }
  }

  /** Support works in shifts; some of them over the weekend. */
  private void putOnShifts() {
    List<Integer> shifts = List.of(6, 14, 8, 7, 13, 6, 9);
    int turn = 0;
    for (Person p : people.values()) {
      if (p.department.equals("support")) {
        p.desk = pick(p, Device.WINDOWS_CHROME, Device.WINDOWS_EDGE, Device.WINDOWS10_CHROME);
        p.starts = shifts.get(turn % shifts.size());
        p.hours = 8;
        if (turn % 5 == 2) {
          p.days =
              Set.of(
                  DayOfWeek.WEDNESDAY,
                  DayOfWeek.THURSDAY,
                  DayOfWeek.FRIDAY,
                  DayOfWeek.SATURDAY,
                  DayOfWeek.SUNDAY);
        }
        turn++;
      }
    }
  }

  /** Who is unlike the others, and innocent. */
  private void setApart() {
    person("tuva.sandell").home = "home-norrkoping";
    person("greta.olin").home = "home-stockholm";
    person("greta.olin").mobile = "mobile-stockholm";
    person("greta.olin").inOffice = 0.0;
    person("sadia.khan").home = "home-cambridge";
    person("sadia.khan").inOffice = 0.5;
    person("elif.kaya").home = "v6-linkoping";
    person("dev.patel").home = "v6-london";
    person("ada.fraser").home = "v6-halifax";

    Person mover = person("hedda.lund");
    mover.home = "home-norrkoping";
    mover.inOffice = 0.5;
    mover.moves = MakeDemo.day(15);
    mover.newHome = "home-vasteras";

    Person joiner = person("linnea.berg");
    joiner.joins = MakeDemo.day(13);
    joiner.inOffice = 1.0;

    Person contractor = person("marek.dvorak");
    contractor.leaves = MakeDemo.day(8);
    contractor.applications.put("source-control", 30);
    contractor.desk = Device.LINUX_FIREFOX;
    contractor.phone = null;

    person("oskar.nyberg").desk = Device.WINDOWS10_CHROME;
    person("oskar.nyberg").getsDevice = MakeDemo.day(12);
    person("oskar.nyberg").newDesk = Device.WINDOWS_CHROME;
    person("harriet.moss").desk = Device.WINDOWS_CHROME;
    person("harriet.moss").getsDevice = MakeDemo.day(20);
    person("harriet.moss").newDesk = Device.WINDOWS_FIREFOX;

    person("priya.raman").trips.add(new Trip(MakeDemo.day(10), MakeDemo.day(12), "hotel-berlin"));
    person("jonas.brandt")
        .trips
        .add(new Trip(MakeDemo.day(18), MakeDemo.day(21), "hotel-amsterdam"));
    person("imogen.wells").trips.add(new Trip(MakeDemo.day(17), MakeDemo.day(19), "hotel-dublin"));
    // Her laptop breaks on the trip; the Dublin office lends her another kind, which she keeps.
    person("imogen.wells").desk = Device.WINDOWS_EDGE;
    person("imogen.wells").getsDevice = MakeDemo.day(19);
    person("imogen.wells").newDesk = Device.MAC_CHROME;
    person("owen.price").trips.add(new Trip(MakeDemo.day(25), MakeDemo.day(27), "hotel-stockholm"));
    person("luc.boudreau").trips.add(new Trip(MakeDemo.day(20), MakeDemo.day(21), "hotel-toronto"));
    person("samir.haddad").trips.add(new Trip(MakeDemo.day(5), MakeDemo.day(6), "hotel-london"));
    person("samir.haddad").trips.add(new Trip(MakeDemo.day(26), MakeDemo.day(27), "hotel-london"));

    // Lives between two offices: a desktop in one, a tablet in the other.
    Person freja = person("freja.lindqvist");
    freja.desk = Device.WINDOWS_EDGE;
    freja.phone = null;
    freja.inOffice = 1.0;
    freja.onWeekends = 0;
    freja.busy = 5;
    freja.hours = 8;

    person("wyatt.doyle").starts = 8;
    person("wyatt.doyle").onPhone = 0.0;
    person("wyatt.doyle").onWeekends = 0.0;
    person("wyatt.doyle").inOffice = 0.5;
    person("wyatt.doyle").busy = 3;
    person("wyatt.doyle").desk = Device.WINDOWS_CHROME;
    person("keisha.brown").desk = Device.WINDOWS_CHROME;
    person("keisha.brown").starts = 8;
    person("nora.macleod").starts = 8;
    person("nora.macleod").desk = Device.WINDOWS_EDGE;
    person("rupert.finch").inOffice = 0.8;
  }

  private Person hire(
      String user, String department, String zone, String office, String home, String mobile) {
    Person p = new Person(user, department, zone, people.size(), seed);
    p.office = office;
    p.home = home;
    p.mobile = mobile;
    p.phone = pick(p, Device.IPHONE, Device.ANDROID);
    p.inOffice = 0.6 + 0.05 * p.random.nextInt(7);
    people.put(user, p);
    return p;
  }

  private static List<String> names(String text) {
    return List.of(text.split(" "));
  }

  private static Device pick(Person p, Device... devices) {
    return devices[p.random.nextInt(devices.length)];
  }
}
