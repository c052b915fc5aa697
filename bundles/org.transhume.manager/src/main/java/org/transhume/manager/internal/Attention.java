// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each trouble once in the log, and as long as it lasts to whoever asks. Belongs to the loop.
 */
final class Attention {

  private static final Logger LOG = LoggerFactory.getLogger(Attention.class);

  private final Map<String, String> open = new TreeMap<>();

  void call(String key, String text) {
    if (!text.equals(open.put(key, text))) {
      LOG.error("{}", text);
    }
  }

  void over(String key) {
    open.remove(key);
  }

  List<String> lines() {
    return List.copyOf(open.values());
  }
}
