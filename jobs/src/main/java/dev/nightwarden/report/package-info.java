/**
 * The report. In: the findings of some dates, with the clusters and flags behind them. Out: one
 * page that opens without a network, the same data as JSON, and a table for the terminal.
 */
package dev.nightwarden.report;
