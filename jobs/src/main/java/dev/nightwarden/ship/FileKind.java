package dev.nightwarden.ship;

import java.io.IOException;

/** A kind of file that holds a data set, and how one of ours is known. */
interface FileKind {
  /** What the names of files end in, without the dot. */
  String suffix();

  /** The version of a data set that a file holds; 0 if it holds none, and so is not ours. */
  int version(StoreFile file, StoredTable table) throws IOException;

  /** What a file that is not ours lacks, for a message. */
  String lack(StoredTable table);
}
