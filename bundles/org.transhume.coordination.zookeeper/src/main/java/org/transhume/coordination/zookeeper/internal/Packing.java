// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Several records as the data of one node, each preceded by its length. */
final class Packing {

  private static final int FULL_BYTES = 256 << 10;

  private Packing() {}

  /** The same records in as few packs as fit into nodes. */
  static List<byte[]> pack(List<byte[]> records) {
    List<byte[]> packs = new ArrayList<>();
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    for (byte[] record : records) {
      if (pack.size() > 0 && pack.size() + record.length > FULL_BYTES) {
        packs.add(pack.toByteArray());
        pack.reset();
      }
      add(record, pack);
    }
    if (pack.size() > 0) {
      packs.add(pack.toByteArray());
    }
    return packs;
  }

  /**
   * The records of a pack.
   *
   * @throws IOException when the data are no pack
   */
  static List<byte[]> unpack(byte[] pack) throws IOException {
    List<byte[]> records = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(pack));
    while (in.available() > 0) {
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("a record of " + length + " bytes, with " + in.available() + " left");
      }
      byte[] record = new byte[length];
      in.readFully(record);
      records.add(record);
    }
    return records;
  }

  private static void add(byte[] record, ByteArrayOutputStream pack) {
    try (DataOutputStream out = new DataOutputStream(pack)) {
      out.writeInt(record.length);
      out.write(record);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }
}
