/**
 * The built-in flags. In: records. Out: the records that raise the flag, with the figures for its
 * sentence.
 */
package dev.nightwarden.feature.flag;
