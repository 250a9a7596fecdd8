/** A server of the S3 protocol for tests. In: a folder of buckets. Out: its port, and answers. */
package dev.nightwarden.objectstore;
