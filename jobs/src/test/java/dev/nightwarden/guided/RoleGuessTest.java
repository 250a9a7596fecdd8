package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoleGuessTest {
  private static SampledRecords records(int number, String template) {
    return SampledRecords.of(
        IntStream.range(0, number)
            .mapToObj(
                i ->
                    template
                        .replace("<i>", "" + i)
                        .replace("<3>", "" + i % 3)
                        .replace("<12>", "" + i % 12))
            .toList());
  }

  private static List<String> actors(SampledRecords records) {
    return RoleGuess.actors(records, Set.of("time")).stream().map(RoleGuess.Actor::path).toList();
  }

  @Test
  void aPersonIsLikelierThanAnAddress() {
    assertEquals(
        List.of("user", "ip"),
        actors(records(30, "{\"ip\": \"192.0.2.<12>\", \"user\": \"u<3>\", \"n\": <i>}")));
  }

  @Test
  void ofTwoAddressesTheOneThatSomebodyComesFromActs() {
    SampledRecords zeek =
        records(30, "{\"id.resp_h\": \"198.51.100.<12>\", \"id.orig_h\": \"10.0.0.<3>\"}");

    assertEquals(List.of("id.orig_h"), actors(zeek));
    assertEquals(List.of("id.orig_h", "id.resp_h"), RoleGuess.addresses(zeek));
  }

  @Test
  void aHostBesideTheAddressOfAClientIsWhereItGoesTo() {
    assertEquals(
        "id.orig_h",
        actors(records(30, "{\"id.orig_h\": \"10.0.0.1\", \"host\": \"www<3>.example.com\"}"))
            .get(0));
    assertEquals(
        List.of("host"), actors(records(30, "{\"host\": \"ws<3>\", \"message\": \"m<i>\"}")));
  }

  @Test
  void theAccountThatServicesOfWindowsRunUnderIsNobody() {
    assertEquals(
        List.of("Hostname"),
        actors(records(30, "{\"UserID\": \"S-1-5-18\", \"Hostname\": \"ws<3>\"}")));
  }

  @Test
  void aRoleOfAwsIsOneActorWhateverItsSession() {
    RoleGuess.Actor actor =
        RoleGuess.actors(
                records(
                    30,
                    "{\"userIdentity\": {\"arn\": \"arn:aws:sts::1:assumed-role/app-<3>/i-<12>\"}}"),
                Set.of())
            .get(0);

    assertEquals("userIdentity.arn", actor.path());
    assertEquals(
        "regexp_replace(userIdentity.arn, '(:assumed-role/[^/]+)/.*$', '$1')", actor.sql());
  }

  @Test
  void whatMostRecordsLackOrEveryRecordHasAnewIsNoActor() {
    assertEquals(
        List.of("Hostname"),
        actors(
            SampledRecords.of(
                IntStream.range(0, 40)
                    .mapToObj(
                        i ->
                            "{\"Hostname\": \"ws%d\", \"email\": \"e%d@example.com\"%s}"
                                .formatted(i % 3, i, i % 4 == 0 ? ", \"user\": \"ada\"" : ""))
                    .toList())));
  }

  @Test
  void anIdIsDifferentInEveryRecordAndNoMereNumber() {
    assertEquals(
        Optional.of("eventID"),
        RoleGuess.id(
            records(
                20,
                "{\"requestID\": \"req-000<i>\", \"eventID\": \"9f3c77aa-<i>\", \"id\": <i>, \"uid\": \"C00000<3>\"}"),
            Set.of()));
    assertEquals(
        Optional.empty(), RoleGuess.id(records(20, "{\"id\": \"<i>\", \"n\": 1}"), Set.of()));
  }

  @Test
  void addressesMayHavePortsAndNamesAmongThem() {
    assertEquals(
        List.of("sourceIPAddress"),
        RoleGuess.addresses(
            SampledRecords.of(
                List.of(
                    "{\"sourceIPAddress\": \"192.0.2.1\", \"version\": \"1.2\"}",
                    "{\"sourceIPAddress\": \"[2001:db8::1]:443\", \"version\": \"1.2\"}",
                    "{\"sourceIPAddress\": \"cloudtrail.amazonaws.com\", \"version\": \"1.2\"}"))));
  }
}
