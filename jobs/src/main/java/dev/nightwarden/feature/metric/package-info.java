/** The built-in metrics. In: values of a record. Out: a value computed from them. */
package dev.nightwarden.feature.metric;
