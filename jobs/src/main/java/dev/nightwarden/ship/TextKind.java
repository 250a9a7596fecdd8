package dev.nightwarden.ship;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;

/** A kind of text file, written row by row. */
interface TextKind extends FileKind {
  /**
   * Writes rows, and leaves the stream open.
   *
   * @param names the names of the columns
   * @param rows the texts of the columns, as {@link Cells} gives them
   * @return the number of rows
   */
  long write(OutputStream out, List<String> names, Iterator<String[]> rows) throws IOException;
}
