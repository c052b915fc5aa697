// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.rmi.server.ObjID;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryWatchTest {

  private static final long REGISTRY_HASH = 4_905_912_898_345_647_071L;
  private static final int BIND = 0;
  private static final int LOOKUP = 2;
  private static final int UNBIND = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 41, 4096})
  void shouldNoticeChangesHoweverTheBytesArrive(int piece) throws IOException {
    byte[] stream =
        concat(
            call(new ObjID(ObjID.REGISTRY_ID), LOOKUP, REGISTRY_HASH),
            call(new ObjID(ObjID.REGISTRY_ID), BIND, REGISTRY_HASH),
            call(new ObjID(), BIND, REGISTRY_HASH),
            call(new ObjID(ObjID.REGISTRY_ID), UNBIND, REGISTRY_HASH));

    assertThat(noticed(stream, piece)).containsExactly("bind", "unbind");
  }

  @Test
  void shouldNoticeACallAfterOneThatBrokeOff() throws IOException {
    byte[] whole = call(new ObjID(ObjID.REGISTRY_ID), UNBIND, REGISTRY_HASH);
    byte[] broken = java.util.Arrays.copyOf(whole, 20);

    assertThat(noticed(concat(broken, whole), 16)).containsExactly("unbind");
  }

  @Test
  void shouldNoticeNothingElse() throws IOException {
    assertThat(noticed(call(new ObjID(ObjID.REGISTRY_ID), BIND, 1L), 8)).isEmpty();
    assertThat(noticed(call(new ObjID(ObjID.REGISTRY_ID), 77, REGISTRY_HASH), 8)).isEmpty();
    assertThat(noticed(new byte[200], 8)).isEmpty();
  }

  /** A call as RMI writes it. */
  private static byte[] call(ObjID object, int operation, long hash) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new DataOutputStream(bytes).writeByte(0x50);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      object.write(out);
      out.writeInt(operation);
      out.writeLong(hash);
      out.writeObject("jmxrmi");
    }
    return bytes.toByteArray();
  }

  private static List<String> noticed(byte[] stream, int piece) throws IOException {
    List<String> changes = new ArrayList<>();
    try (InputStream in = new RegistryWatch(new ByteArrayInputStream(stream), changes::add)) {
      byte[] buffer = new byte[piece];
      int total = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        total += count;
      }
      assertThat(total).isEqualTo(stream.length);
    }
    return changes;
  }

  private static byte[] concat(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }
}
