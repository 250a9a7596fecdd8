/** The filters built in. In: what a record holds. Out: whether it is dropped. */
package dev.nightwarden.feature.filter;
