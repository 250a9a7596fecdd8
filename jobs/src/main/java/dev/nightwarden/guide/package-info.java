/**
 * Generates the parts of the guide that come from the code. In: the records of the config, the
 * tables, the stages, the functions of SQL. Out: Markdown, in place in the files of {@code docs/}.
 */
package dev.nightwarden.guide;
