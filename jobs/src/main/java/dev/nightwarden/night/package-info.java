/**
 * Runs the stages of a job. In: the request of a command, and the dates that earlier runs left
 * unprocessed. Out: each stage run in order over its dates, with the slices of its tables replaced,
 * and a row in {@code runs}.
 */
package dev.nightwarden.night;
