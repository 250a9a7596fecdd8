/**
 * Decides what is worth a person's time. In: {@code anomalies}. Out: {@code risks}, how odd each
 * actor's date is beside what others did lately, and {@code alerts}, the few that are told.
 */
package dev.nightwarden.assess;
