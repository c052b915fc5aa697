// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entry as bytes and back, for a journal of records. A letter tells the type of each value, and
 * whatever has a length is preceded by it.
 */
final class EntryBytes {

  private static final int DEEPEST = 32;

  private EntryBytes() {}

  static byte[] of(JournalEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, entry.toValues());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The entry behind bytes.
   *
   * @throws IOException when they are those of no entry that this version knows
   */
  static JournalEntry read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (!(read(in, 0) instanceof Map<?, ?> values) || in.available() > 0) {
      throw new IOException("the record holds no entry, or more than one");
    }
    try {
      return JournalEntry.fromValues(Values.stringKeyed(values));
    } catch (IllegalArgumentException e) {
      throw new IOException("an entry that this version cannot read: " + e.getMessage(), e);
    }
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    if (value instanceof String text) {
      out.writeByte('s');
      writeText(out, text);
    } else if (value instanceof Boolean flag) {
      out.writeByte(flag ? 't' : 'f');
    } else if (value instanceof Long number) {
      out.writeByte('l');
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte('d');
      out.writeDouble(number);
    } else if (value instanceof List<?> list) {
      out.writeByte('[');
      out.writeInt(list.size());
      for (Object item : list) {
        write(out, item);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeByte('{');
      out.writeInt(map.size());
      for (Map.Entry<String, Object> item : Values.stringKeyed(map).entrySet()) {
        writeText(out, item.getKey());
        write(out, item.getValue());
      }
    } else {
      throw new IllegalArgumentException("no value for a journal: " + value);
    }
  }

  private static Object read(DataInputStream in, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("values are nested more than " + DEEPEST + " deep");
    }
    int letter = in.readByte();
    return switch (letter) {
      case 's' -> readText(in);
      case 't' -> true;
      case 'f' -> false;
      case 'l' -> in.readLong();
      case 'd' -> in.readDouble();
      case '[' -> readList(in, depth);
      case '{' -> readMap(in, depth);
      default -> throw new IOException("a value of unknown type " + letter);
    };
  }

  private static List<Object> readList(DataInputStream in, int depth) throws IOException {
    int size = bounded(in, in.readInt());
    List<Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(read(in, depth + 1));
    }
    return list;
  }

  private static Map<String, Object> readMap(DataInputStream in, int depth) throws IOException {
    int size = bounded(in, in.readInt());
    TreeMap<String, Object> map = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      String key = readText(in);
      map.put(key, read(in, depth + 1));
    }
    return map;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] bytes = new byte[bounded(in, in.readInt())];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A length that the remaining bytes can hold, so that garbage cannot ask for gigabytes. */
  private static int bounded(DataInputStream in, int length) throws IOException {
    if (length < 0 || length > in.available()) {
      throw new IOException("a length of " + length + " with " + in.available() + " bytes left");
    }
    return length;
  }
}
