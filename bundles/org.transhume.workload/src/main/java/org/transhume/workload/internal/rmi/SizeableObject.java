// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.rmi;

import java.io.Serializable;
import java.util.Arrays;

/** An argument of any size. */
final class SizeableObject implements Serializable {

  private static final long serialVersionUID = 1;

  private final byte[] content;

  private SizeableObject(byte[] content) {
    this.content = content;
  }

  /** One of so many bytes, not all of which are the same. */
  static SizeableObject of(int bytes) {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) (i * 31 + (i >> 8));
    }
    return new SizeableObject(content);
  }

  /** This one without its last byte, where it has one. */
  SizeableObject shortened() {
    return new SizeableObject(Arrays.copyOf(content, Math.max(0, content.length - 1)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SizeableObject that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }
}
