package dev.nightwarden.make;

/** Where people are. */
record Town(
    String city,
    String subdivision,
    String countryCode,
    String country,
    String continent,
    double latitude,
    double longitude) {}
