package dev.nightwarden.make;

/** Something planted, and which detector is to find it. */
record Incident(String id, String kind, String user, String detector, String story) {}
