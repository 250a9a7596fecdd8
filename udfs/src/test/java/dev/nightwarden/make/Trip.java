package dev.nightwarden.make;

import java.time.LocalDate;

/** Away from {@code from} to {@code to}, both included, in a hotel. */
record Trip(LocalDate from, LocalDate to, String hotel) {}
