// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Notices calls that would change the RMI registry, for the audit. It does not refuse them: the
 * JDK's registry does, to callers of unknown origin (see {@link PeerSocket}), but it tells nobody.
 *
 * <p>What it looks for is the head of a remote call as the JDK writes it: a stream header, a block
 * of 34 bytes with the registry's object id (all zero), the number of the operation, and the hash
 * of the registry's interface.
 */
final class RegistryWatch extends FilterInputStream {

  private static final byte[] HEAD = HexFormat.of().parseHex("aced00057722" + "00".repeat(22));
  private static final byte[] HASH = HexFormat.of().parseHex("44154dc9d4e63bdf");
  private static final int OPERATION = HEAD.length;
  private static final int TAIL = HEAD.length + Integer.BYTES;
  private static final int LENGTH = TAIL + HASH.length;
  private static final String[] OPERATIONS = {"bind", "list", "lookup", "rebind", "unbind"};

  private final Consumer<String> onChange;
  private int matched;
  private int operation;

  /**
   * @param onChange is told bind, rebind or unbind
   */
  RegistryWatch(InputStream in, Consumer<String> onChange) {
    super(in);
    this.onChange = onChange;
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    if (next >= 0) {
      look((byte) next);
    }
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    for (int i = 0; i < count; i++) {
      look(buffer[offset + i]);
    }
    return count;
  }

  private void look(byte next) {
    if (!fits(next)) {
      // The first byte of the pattern occurs nowhere else in it: nothing shorter can have begun.
      matched = next == HEAD[0] ? 1 : 0;
      return;
    }
    matched++;
    if (matched == LENGTH) {
      matched = 0;
      String name = OPERATIONS[operation];
      if (name.endsWith("bind")) {
        onChange.accept(name);
      }
    }
  }

  private boolean fits(byte next) {
    if (matched < OPERATION) {
      return next == HEAD[matched];
    }
    if (matched < TAIL - 1) {
      return next == 0;
    }
    if (matched == TAIL - 1) {
      operation = next;
      return next >= 0 && next < OPERATIONS.length;
    }
    return next == HASH[matched - TAIL];
  }
}
