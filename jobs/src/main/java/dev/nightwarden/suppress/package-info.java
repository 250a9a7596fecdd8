/**
 * Leaves out what need not be looked at. In: {@code anomalies}, verdicts, and the rules of the
 * section {@code suppress}. Out: {@code excused}, which anomalies do not count, and why.
 */
package dev.nightwarden.suppress;
