/**
 * Clusters of records, on plain arrays. In: records of numeric, categorical and boolean features,
 * any of them missing. Out: the tree of their clusters by Gower distance and complete linkage, and
 * which records are suspect because they lie apart from the others, how far, and by which features.
 */
package dev.nightwarden.cluster;
